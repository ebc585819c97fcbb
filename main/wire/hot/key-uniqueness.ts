/** Up to here comparing each with each is quicker than the table. */
const FEW = 12;
const FIRST_BITS = 8;
/** Spreads neighbouring keys over the table: 2^32 over the golden ratio. */
const SPREAD = 0x9e37_79b1;
/** Looks per key beyond which the keys were chosen to collide; chance needs two. */
const MAX_LOOKS = 16;

/** A slot counts only under the present stamp, so that nothing is ever cleared. At most half full. */
let bits = FIRST_BITS;
let slots = new Int32Array(1 << bits);
let stamps = new Int32Array(1 << bits);
let stamp = 0;

/**
 * Whether no key stands twice among the first `count`, without a set made. Keys that were chosen to collide in the table
 * are answered with false too: the time is bounded, and the caller's slow way then judges them.
 */
export function hasEachKeyOnce(keys: Int32Array, count: number): boolean {
  return count <= FEW ? differInPairs(keys, count) : differInTable(keys, count);
}

function differInPairs(keys: Int32Array, count: number): boolean {
  for (let i = 1; i < count; i += 1) {
    const key = keys[i];
    for (let j = 0; j < i; j += 1) if (keys[j] === key) return false;
  }
  return true;
}

function differInTable(keys: Int32Array, count: number): boolean {
  const size = begin(count);
  const mask = size - 1;
  const shift = Math.clz32(mask);
  let looksLeft = count * MAX_LOOKS;
  for (let i = 0; i < count; i += 1) {
    const key = keys[i] ?? 0;
    let slot = Math.imul(key, SPREAD) >>> shift;
    while (stamps[slot] === stamp) {
      if (slots[slot] === key || --looksLeft === 0) return false;
      slot = (slot + 1) & mask;
    }
    slots[slot] = key;
    stamps[slot] = stamp;
  }
  return true;
}

/** A new stamp, and room for twice the keys. @returns slots to use: few keys stay close together in memory */
function begin(count: number): number {
  const wanted = Math.max(FIRST_BITS, 33 - Math.clz32(count - 1));
  if (wanted > bits || stamp === 0x3fff_ffff) {
    bits = Math.max(bits, wanted);
    slots = new Int32Array(1 << bits);
    stamps = new Int32Array(1 << bits);
    stamp = 0;
  }
  stamp += 1;
  return 1 << wanted;
}
