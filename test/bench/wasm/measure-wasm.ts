import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { VerifiedBook } from '../../../main/core/book/verified-book.ts';
import { BookUpdate, UPDATE } from '../../../main/core/market-data/book-update.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { scanMessagePackUpdate } from '../../../main/wire/hot/scan-message-pack-update.ts';
import { hashOfLevels } from '../../../feed-simulator/server/book-hash.ts';
import { alternatingRounds, type Contestant } from '../alternating-rounds.ts';
import { rankedResult, type BenchResult } from '../bench-report.ts';
import { makeBookStream, type BookStream, type BookStreamOptions } from '../book-stream.ts';
import { deltasOf, frameBytes } from '../delta-stream.ts';
import { livedIn } from '../there-and-back.ts';
import { compileWasmLadder, WasmLadder } from './wasm-ladder.ts';

const CODEC = 'flat-msgpack';
const LONGER = 1;
const FIRST_TIME = timestampMicros(1_763_769_600_000_000);
const RANGE = { minTicks: 1, maxTicks: 2 ** 30 - 1 };

type Frames = { readonly bytes: Uint8Array; readonly ends: Int32Array };

type Books = {
  readonly update: BookUpdate;
  readonly open: (place: number) => void;
  /** @returns whether the update passed every check */
  readonly apply: (place: number, hashA: number, hashB: number) => boolean;
  readonly hash: (place: number) => readonly [number, number];
};

/**
 * Nanoseconds a delta from its bytes to the verified book: the scanner with the product's book, and the same scanner with
 * `ladder.as` compiled to WebAssembly, into whose memory it writes by itself. Nothing without its compiler, a peer.
 */
export function measureWasm(
  name: string,
  shape: BookStreamOptions,
  rounds: number,
  module = compileWasmLadder(),
): BenchResult[] {
  if (module === null) return [];
  const stream = livedIn(makeBookStream(shape), LONGER);
  const whole = { ...stream, changes: [...(stream.settling ?? []), ...stream.changes] };
  const frames = framesOf(whole);
  const contestants = [
    contestant('verified ladder', productBooks(stream), stream, frames),
    contestant('the same in WebAssembly', wasmBooks(module, stream), stream, frames),
  ] as const;
  const [ours = 0, theirs = 0] = alternatingRounds(contestants, rounds).map(
    (ms) => (ms * 1e6) / stream.changes.length,
  );
  const heading = { name, unit: 'ns per delta of 10 levels, decode and merge', better: 'lower' } as const;
  return [rankedResult(heading, ours, [{ name: contestants[1].name, value: theirs, endsRight: true }], null)];
}

/** One behind the other, as one buffer of a socket holds them. */
function framesOf(stream: BookStream): Frames {
  const frames = deltasOf(stream, FIRST_TIME).map((delta) => frameBytes(CODEC, delta));
  const ends = new Int32Array(frames.length);
  let end = 0;
  frames.forEach(({ length }, i) => (ends[i] = end += length));
  return { bytes: Buffer.concat(frames), ends };
}

function productBooks({ opening }: BookStream): Books {
  const books = opening.map(() => new VerifiedBook(new InstrumentBook(), RANGE));
  const update = new BookUpdate();
  return {
    update,
    open: (place) => {
      const [a, b] = opening[place]?.hash ?? [0, 0];
      const book = books[place];
      book?.beginSnapshot();
      const fault = book?.addSnapshotPart(update.levels) ?? book?.commitSnapshot(a | 0, b | 0);
      if (fault) throw new Error(`the opening book was refused: ${fault.code}`);
    },
    apply: (place, hashA, hashB) => books[place]?.applyDelta(update.levels, hashA, hashB) === null,
    hash: (place) => books[place]?.reading.hash() ?? [0, 0],
  };
}

function wasmBooks(module: Uint8Array<ArrayBuffer>, { opening }: BookStream): Books {
  const ladder = new WasmLadder(
    module,
    opening.map(({ levels }) => levels),
  );
  const update = new BookUpdate();
  // The scanner's own way out lies in the memory of the ladder: nothing is copied.
  update.levels.keys = ladder.batch.keys;
  update.levels.lots = ladder.batch.lots;
  return {
    update,
    open: (place) => {
      ladder.batch.count = update.levels.count;
      ladder.open(place);
    },
    apply: (place, hashA, hashB) => {
      ladder.batch.count = update.levels.count;
      return ladder.apply(place, hashA, hashB) === 0;
    },
    hash: (place) => ladder.hash(place),
  };
}

function contestant(name: string, books: Books, stream: BookStream, { bytes, ends }: Frames): Contestant {
  const { update } = books;
  const closing = stream.closing.map(hashOfLevels);
  const settling = stream.settling?.length ?? 0;
  const applyAll = (from: number, to: number): void => {
    for (let i = from; i < to; i += 1) {
      const { head } = update;
      const [start, end] = [i === 0 ? 0 : (ends[i - 1] as number), ends[i] as number];
      const isRight =
        scanMessagePackUpdate(bytes, start, end, update) &&
        books.apply(
          ((head[UPDATE.subscription] as number) - 1) >> 1,
          (head[UPDATE.hashA] as number) | 0,
          (head[UPDATE.hashB] as number) | 0,
        );
      if (!isRight) throw new Error(`${name} refused message ${i}`);
    }
  };
  return {
    name,
    prepare: () => {
      stream.opening.forEach(({ levels }, place) => {
        update.levels.fill(levels);
        books.open(place);
      });
      applyAll(0, settling);
    },
    run: () => applyAll(settling, ends.length),
    check: () => {
      closing.forEach(([a, b], place) => {
        const [endA, endB] = books.hash(place);
        if (endA !== a || endB !== b) throw new Error(`${name} ended with another book ${place}`);
      });
    },
  };
}
