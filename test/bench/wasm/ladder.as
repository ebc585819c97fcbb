// AssemblyScript. The ladder of ../native/ladder.c, line for line, with the same checks: range, size, depth, both lanes of
// the hash and the touch, after what is overwritten was noted so that it can be taken back. One window a book; levels far
// from the touch are left out. The caller writes keys and lots into this memory and then makes one call a message.
// Nothing is ever freed: memory is for books added once.

const CAPACITY: u32 = 65536; // levels of a message or of an opening book
const MAX_SAFE: f64 = 9007199254740991.0;
const MAX_LEVELS_PER_SIDE: i32 = 200000;
const MIN_KEY: u32 = 2;
const MAX_KEY: u32 = 0x7fffffff;
const PAGE: u32 = 65536;

// Places in a book, bytes.
const BOOK_BYTES: u32 = 64;

@unmanaged class Book {
  width: u32;
  low: u32;
  sizes: u32;
  marks: u32;
  summary: u32;
  nearestBid: u32;
  nearestAsk: u32;
  a: u32;
  b: u32;
  bids: i32;
  asks: i32;
}

let next: u32 = (<u32>__heap_base + 15) & ~15;

function allocate(bytes: u32): u32 {
  const at = next;
  next = (next + bytes + 15) & ~15;
  const pages = (next + PAGE - 1) / PAGE;
  if (<u32>memory.size() < pages && memory.grow(<i32>(pages - <u32>memory.size())) < 0) unreachable();
  return at;
}

export const keysAt: u32 = allocate(CAPACITY * 4);
export const lotsAt: u32 = allocate(CAPACITY * 8);
const undoKeys: u32 = allocate(CAPACITY * 4);
const undoLots: u32 = allocate(CAPACITY * 8);

/** @param width ticks, a power of two from 1,024 */
export function addBook(low: u32, width: u32): u32 {
  const at = allocate(BOOK_BYTES);
  const book = changetype<Book>(at);
  book.width = width;
  book.low = low;
  book.sizes = allocate(width * 16);
  book.marks = allocate(width / 4);
  book.summary = allocate(width / 128);
  empty(book);
  return at;
}

function empty(book: Book): void {
  memory.fill(book.sizes, 0, book.width * 16);
  memory.fill(book.marks, 0, book.width / 4);
  memory.fill(book.summary, 0, book.width / 128);
  book.nearestBid = book.low;
  book.nearestAsk = book.low + book.width - 1;
  book.a = 0;
  book.b = 0;
  book.bids = 0;
  book.asks = 0;
}

/** Begins anew with the levels written to the memory. */
export function open(at: u32, count: u32): void {
  const book = changetype<Book>(at);
  empty(book);
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u32>(keysAt + (i << 2));
    const lots = load<f64>(lotsAt + (i << 3));
    if (key - book.low * 2 >= book.width * 2) unreachable();
    put(book, key, lots);
    rehash(book, key, 0, lots);
  }
}

export function hashA(at: u32): u32 {
  return changetype<Book>(at).a;
}
export function hashB(at: u32): u32 {
  return changetype<Book>(at).b;
}

// @ts-ignore: decorator
@inline
function sizeLaneA(keyLane: u32, low: u32, high: u32): u32 {
  let lane: u32 = (keyLane ^ low) * 0xc2b2ae35;
  lane ^= lane >> 13;
  lane = (lane + high) * 0x27d4eb2f;
  return lane ^ (lane >> 16);
}
// @ts-ignore: decorator
@inline
function sizeLaneB(keyLane: u32, low: u32, high: u32): u32 {
  let lane: u32 = (keyLane ^ low) * 0x1b873593;
  lane ^= lane >> 14;
  lane = (lane + high) * 0x165667b1;
  return lane ^ (lane >> 15);
}

// @ts-ignore: decorator
@inline
function rehash(book: Book, key: u32, before: f64, after: f64): void {
  const was = <u64>(<i64>before);
  const is = <u64>(<i64>after);
  let keyA: u32 = (key ^ 0x9e3779b9) * 0x85ebca6b;
  let keyB: u32 = (key ^ 0x7f4a7c15) * 0xcc9e2d51;
  const heldBefore: u32 = was != 0 ? 0xffffffff : 0;
  const held: u32 = is != 0 ? 0xffffffff : 0;
  keyA ^= keyA >> 15;
  keyB ^= keyB >> 16;
  book.a +=
    (sizeLaneA(keyA, <u32>is, <u32>(is >> 32)) & held) - (sizeLaneA(keyA, <u32>was, <u32>(was >> 32)) & heldBefore);
  book.b +=
    (sizeLaneB(keyB, <u32>is, <u32>(is >> 32)) & held) - (sizeLaneB(keyB, <u32>was, <u32>(was >> 32)) & heldBefore);
  const more = <i32>(heldBefore - held);
  if (key & 1) book.asks += more;
  else book.bids += more;
}

// @ts-ignore: decorator
@inline
function slotOf(book: Book, key: u32): u32 {
  return ((key >> 1) & (book.width - 1)) + (key & 1) * book.width;
}

// @ts-ignore: decorator
@inline
function put(book: Book, key: u32, lots: f64): void {
  const slot = slotOf(book, key);
  store<f64>(book.sizes + (slot << 3), lots);
  const mark = book.marks + ((slot >> 5) << 2);
  const bit = <u32>1 << (slot & 31);
  if (lots != 0 && !(load<u32>(mark) & bit)) {
    const ticks = key >> 1;
    const group = book.summary + ((slot >> 10) << 2);
    store<u32>(mark, load<u32>(mark) | bit);
    store<u32>(group, load<u32>(group) | (<u32>1 << ((slot >> 5) & 31)));
    if (key & 1) {
      if (ticks < book.nearestAsk) book.nearestAsk = ticks;
    } else if (ticks > book.nearestBid) book.nearestBid = ticks;
  }
}

// @ts-ignore: decorator
@inline
function nextBit(bits: u32, isAsk: bool): u32 {
  return isAsk ? ctz<u32>(bits) : 31 - clz<u32>(bits);
}

/** The best price of a side from its bound inward, clearing bits without a level on the way; -1 when there is none. */
function best(book: Book, isAsk: bool): i64 {
  const mask = book.width - 1;
  const first: u32 = isAsk ? book.width : 0;
  if ((isAsk ? book.asks : book.bids) == 0) return -1;
  let nearest: u32 = isAsk ? book.nearestAsk : book.nearestBid;
  while (load<f64>(book.sizes + ((first + (nearest & mask)) << 3)) == 0) {
    let slot = first + (nearest & mask);
    let word = slot >> 5;
    const place = book.marks + (word << 2);
    let bits = load<u32>(place) & ~(<u32>1 << (slot & 31));
    store<u32>(place, bits);
    bits &= isAsk ? <u32>0xffffffff << (slot & 31) : (<u32>1 << (slot & 31)) - 1;
    while (bits == 0) {
      let group = word >> 5;
      const groupPlace = book.summary + (group << 2);
      if (load<u32>(book.marks + (word << 2)) == 0)
        store<u32>(groupPlace, load<u32>(groupPlace) & ~(<u32>1 << (word & 31)));
      const after: u32 = (word & 31) == 31 ? 0 : <u32>0xffffffff << ((word & 31) + 1);
      let words = load<u32>(groupPlace) & (isAsk ? after : (<u32>1 << (word & 31)) - 1);
      while (words == 0) {
        const groups = book.width >> 10;
        let at = group - (first >> 10);
        at = (isAsk ? at + 1 : at + groups - 1) & (groups - 1);
        group = (first >> 10) + at;
        words = load<u32>(book.summary + (group << 2));
      }
      word = group * 32 + nextBit(words, isAsk);
      bits = load<u32>(book.marks + (word << 2));
    }
    slot = word * 32 + nextBit(bits, isAsk) - first;
    nearest = isAsk ? nearest + ((slot - nearest) & mask) : nearest - ((nearest - slot) & mask);
  }
  if (isAsk) book.nearestAsk = nearest;
  else book.nearestBid = nearest;
  return nearest;
}

function revert(book: Book, count: u32): void {
  while (count > 0) {
    count--;
    const key = load<u32>(undoKeys + (count << 2));
    const lots = load<f64>(undoLots + (count << 3));
    rehash(book, key, load<f64>(book.sizes + (slotOf(book, key) << 3)), lots);
    put(book, key, lots);
  }
}

/** 0 when the message passed every check; else which one it did not, and the book is as it was before. */
export function apply(at: u32, count: u32, a: u32, b: u32): i32 {
  const book = changetype<Book>(at);
  const low = book.low * 2;
  const span = book.width * 2;
  let fault: i32 = 0;
  let i: u32 = 0;
  for (; i < count; i++) {
    const key = load<u32>(keysAt + (i << 2));
    const size = load<f64>(lotsAt + (i << 3));
    if (key < MIN_KEY || key > MAX_KEY) {
      fault = 1;
      break;
    }
    if (!(size >= 0) || size > MAX_SAFE || <f64>(<i64>size) != size) {
      fault = 2;
      break;
    }
    if (key - low >= span) unreachable(); // the stream walks out of the window
    const before = load<f64>(book.sizes + (slotOf(book, key) << 3));
    store<u32>(undoKeys + (i << 2), key);
    store<f64>(undoLots + (i << 3), before);
    put(book, key, size);
    rehash(book, key, before, size);
  }
  if (fault == 0 && (book.bids > MAX_LEVELS_PER_SIDE || book.asks > MAX_LEVELS_PER_SIDE)) fault = 3;
  if (fault == 0 && (book.a != a || book.b != b)) fault = 4;
  if (fault == 0) {
    const bid = best(book, false);
    const ask = best(book, true);
    if (bid >= 0 && ask >= 0 && bid >= ask) fault = bid == ask ? 5 : 6;
  }
  if (fault != 0) revert(book, i);
  return fault;
}
