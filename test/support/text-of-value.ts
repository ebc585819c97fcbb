/** A value of Electron's IPC as text, and back. Each function stands alone, because it also runs inside the page. */

/**
 * Keeps what structured clone keeps and JSON loses, as far as the contract uses it: undefined, Infinity, NaN, -0 and
 * Float64Array (as base64). Anything else beyond JSON (maps, dates, other typed arrays) is refused, never bent.
 */
export function textOfValue(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (item === undefined) return { $: 'undefined' };
    if (typeof item === 'number') {
      return Number.isFinite(item) && !Object.is(item, -0)
        ? item
        : { $: 'number', is: Object.is(item, -0) ? '-0' : String(item) };
    }
    if (item instanceof Float64Array) {
      let bytes = '';
      for (const byte of new Uint8Array(item.buffer, item.byteOffset, item.byteLength))
        bytes += String.fromCharCode(byte);
      return { $: 'doubles', is: btoa(bytes) };
    }
    const isPlain =
      typeof item !== 'object' ||
      item === null ||
      Array.isArray(item) ||
      Object.getPrototypeOf(item) === Object.prototype;
    if (!isPlain) throw new TypeError('expected plain records, arrays and Float64Arrays on this wire');
    return item;
  });
}

export function valueOfText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('$' in item)) return item;
    const is = 'is' in item ? String(item.is) : '';
    if (item.$ === 'number') return Number(is);
    // JSON.parse leaves a hole or no key for it, which reads the same.
    if (item.$ === 'undefined') return undefined;
    return new Float64Array(Uint8Array.from(atob(is), (letter) => letter.charCodeAt(0)).buffer);
  });
}
