import { Packr } from 'msgpackr/pack';

/**
 * One packer both ways; `msgpackr/pack` leaves out the native string reader, so every machine runs the same code.
 * No records, no shared structures, no structured clones: plain MessagePack that any library reads.
 */
const packer = new Packr({
  useRecords: false,
  mapsAsObjects: true,
  variableMapSize: true,
  int64AsType: 'number',
  moreTypes: false,
  structuredClone: false,
  bundleStrings: false,
});

/**
 * Integers from 0 to 2^32 - 1 become uint, larger ones float64, which the protocol accepts.
 *
 * @returns bytes that own their buffer: the packer's own result is a view of a shared buffer that it writes on
 */
export function packMessage(message: object): Uint8Array {
  return new Uint8Array(packer.pack(message));
}

/**
 * Decodes bytes that {@link messagePackFault} found well formed; 64-bit integers come as numbers, rounded beyond 2^53,
 * where validation refuses them.
 */
export function unpackMessage(bytes: Uint8Array): unknown {
  return packer.unpack(bytes);
}
