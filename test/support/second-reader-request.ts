/** What a request is made of. */
export type RequestField =
  string | number | readonly RequestField[] | { readonly [name: string]: RequestField };

/**
 * A request as MessagePack, written by the book (github.com/msgpack/msgpack/blob/master/spec.md) and by nothing else, in
 * the forms that the product's own packer would not choose: str 16, array 16, map 16, float 64.
 */
export function writeMessagePack(value: RequestField): Uint8Array {
  return Buffer.concat(partsOf(value));
}

function partsOf(value: RequestField): Uint8Array[] {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9, 0xcb);
    bytes.writeDoubleBE(value, 1);
    return [bytes];
  }
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8');
    return [headOf(0xda, bytes.length), bytes];
  }
  if (isList(value)) return [headOf(0xdc, value.length), ...value.flatMap(partsOf)];
  const fields = Object.entries(value);
  const parts = fields.flatMap(([name, field]) => [...partsOf(name), ...partsOf(field)]);
  return [headOf(0xde, fields.length), ...parts];
}

function headOf(format: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(3, format);
  bytes.writeUInt16BE(length, 1);
  return bytes;
}

/** Array.isArray does not tell a readonly array from a record. */
function isList(value: Exclude<RequestField, string | number>): value is readonly RequestField[] {
  return Array.isArray(value);
}
