import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LevelBatch } from '../../../main/core/market-data/level-batch.ts';

const SOURCE = fileURLToPath(new URL('ladder.as', import.meta.url));
const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const COMPILER = join(PEERS, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const COMPILE_LIMIT_MS = 60_000;
/** As in `ladder.as`. */
const CAPACITY = 65_536;
const MIN_WIDTH = 1_024;
/** Ticks beyond the opening book that a window is wider at least. */
const ROOM = 512;

type LadderExports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly keysAt: { readonly value: number };
  readonly lotsAt: { readonly value: number };
  addBook(low: number, width: number): number;
  open(book: number, count: number): void;
  apply(book: number, count: number, hashA: number, hashB: number): number;
  hashA(book: number): number;
  hashB(book: number): number;
};

/** `ladder.as` as WebAssembly. @returns null where the peers, and so its compiler, are not installed @throws Error when it does not compile */
export function compileWasmLadder(): Uint8Array<ArrayBuffer> | null {
  if (!existsSync(COMPILER)) return null;
  const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
  try {
    const outFile = join(folder, 'ladder.wasm');
    // Its compiler takes no other extension; in the tree it would be taken for TypeScript.
    copyFileSync(SOURCE, join(folder, 'ladder.ts'));
    const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--baseDir', folder, '--outFile', outFile];
    const { status, stderr } = spawnSync(process.execPath, [COMPILER, 'ladder.ts', ...flags], {
      cwd: folder,
      encoding: 'utf8',
      timeout: COMPILE_LIMIT_MS,
    });
    if (status !== 0) throw new Error(`ladder.as did not compile: ${stderr}`);
    return new Uint8Array(readFileSync(outFile));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Books in the memory of one WebAssembly instance. What is written to `batch` lies in that memory already. */
export class WasmLadder {
  readonly batch = new LevelBatch();
  readonly #ladder: LadderExports;
  readonly #books: readonly number[];

  /** @param openings flat levels of each book when it begins: they say how wide its window must be */
  constructor(module: Uint8Array<ArrayBuffer>, openings: readonly (readonly number[])[]) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
    this.#ladder = exports as unknown as LadderExports;
    const { memory, keysAt, lotsAt } = this.#ladder;
    this.#books = openings.map((levels) => {
      const { low, width } = windowAround(levels);
      return this.#ladder.addBook(low, width);
    });
    // After the last book: a memory that grows leaves views behind empty.
    this.batch.keys = new Int32Array(memory.buffer, keysAt.value, CAPACITY);
    this.batch.lots = new Float64Array(memory.buffer, lotsAt.value, CAPACITY);
  }

  /** The book begins anew with the levels in `batch`. */
  open(place: number): void {
    this.#ladder.open(this.#books[place] ?? 0, this.batch.count);
  }

  /** @returns 0 when the levels in `batch` passed every check */
  apply(place: number, hashA: number, hashB: number): number {
    return this.#ladder.apply(this.#books[place] ?? 0, this.batch.count, hashA, hashB);
  }

  hash(place: number): readonly [number, number] {
    const book = this.#books[place] ?? 0;
    return [this.#ladder.hashA(book) >>> 0, this.#ladder.hashB(book) >>> 0];
  }
}

/** Around the opening prices, as `open_book` of `ladder.c` chooses it. */
function windowAround(levels: readonly number[]): { readonly low: number; readonly width: number } {
  let [lowest, highest] = [Infinity, 0];
  for (let i = 0; i < levels.length; i += 2) {
    const ticks = (levels[i] ?? 0) >> 1;
    lowest = Math.min(lowest, ticks);
    highest = Math.max(highest, ticks);
  }
  let width = MIN_WIDTH;
  while (width < highest - lowest + ROOM) width *= 2;
  const middle = lowest + ((highest - lowest) >> 1);
  return { width, low: middle > width / 2 ? (middle - width / 2) & ~31 : 0 };
}
