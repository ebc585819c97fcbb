import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOfLevels } from '../../../feed-simulator/server/book-hash.ts';
import type { Contestant } from '../alternating-rounds.ts';
import type { BookStream } from '../book-stream.ts';
import { writeStream } from './write-stream.ts';

const SOURCE = fileURLToPath(new URL('ladder.c', import.meta.url));
const COMPILER = 'cc';
const COMPILE_LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 60_000;
/** The first of them finds cold caches, as no round in this process does. */
const PASSES = '3';

type RateLine = { readonly levelUpdatesPerSecond: number };
type BookLine = { readonly book: number; readonly hash: readonly [number, number] };

/** The same design with the same checks in C, built by the machine's own compiler: how far one could go. */
export class NativeLadder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
  readonly #program = join(this.#folder, 'ladder');

  /** @returns null where there is no C compiler, or none that takes the source */
  static build(): NativeLadder | null {
    const native = new NativeLadder();
    const built = spawnSync(COMPILER, ['-O2', '-o', native.#program, SOURCE, '-lm'], {
      timeout: COMPILE_LIMIT_MS,
    });
    if (built.status === 0) return native;
    native.remove();
    return null;
  }

  contestant(stream: BookStream): Contestant {
    const file = join(
      this.#folder,
      `${stream.changes.length}-${stream.opening[0]?.levels.length ?? 0}.stream`,
    );
    writeStream(file, stream);
    const hashes = stream.closing.map(hashOfLevels);
    let lines: readonly string[] = [];
    return {
      name: 'native C of the same design with the same checks',
      prepare: () => undefined,
      run: () => {
        const { status, stdout, stderr } = spawnSync(this.#program, [file, PASSES], {
          encoding: 'utf8',
          timeout: RUN_LIMIT_MS,
        });
        if (status !== 0) throw new Error(`the native ladder ended with ${status}: ${stderr}`);
        lines = stdout.trim().split('\n');
      },
      ownMs: () => (stream.levelUpdates * 1_000) / lastRate(lines),
      check: () => {
        const books = lines.map((line) => JSON.parse(line) as Partial<BookLine>).filter((line) => line.hash);
        const isRight = hashes.every(([a, b], i) => books[i]?.hash?.[0] === a && books[i].hash[1] === b);
        if (!isRight || books.length !== hashes.length)
          throw new Error('the native ladder ended with other books than the stream');
      },
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function lastRate(lines: readonly string[]): number {
  const rates = lines.map((line) => (JSON.parse(line) as Partial<RateLine>).levelUpdatesPerSecond ?? 0);
  return rates.findLast((rate) => rate > 0) ?? 0;
}
