import type { LevelBatch } from '../../main/core/market-data/level-batch.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';
import type { BookStream } from './book-stream.ts';

type Message = { readonly instrument: number; readonly levels: readonly number[]; readonly hash: BookHash };

/**
 * Messages of a stream as a scanner leaves them: integers in typed arrays, so that a benchmark measures the book and not the
 * reading of lists. Message `i` has the levels from `starts[i]` to before `starts[i + 1]`.
 */
export type FlatStream = {
  readonly count: number;
  readonly instruments: Int32Array;
  readonly starts: Int32Array;
  /** Lanes as signed 32-bit integers. */
  readonly hashesA: Int32Array;
  readonly hashesB: Int32Array;
  readonly keys: Int32Array;
  readonly lots: Float64Array;
};

export function flatChanges(stream: BookStream): FlatStream {
  return flatOfMessages(stream.changes);
}

/** What comes before the timed part. */
export function flatSettling(stream: BookStream): FlatStream {
  return flatOfMessages(stream.settling ?? []);
}

/** The opening books, one message each. */
export function flatOpening(stream: BookStream): FlatStream {
  return flatOfMessages(stream.opening.map((book, instrument) => ({ ...book, instrument })));
}

/** Copies one message into the input of a book, which must have room. */
export function copyMessage({ keys, lots, starts }: FlatStream, at: number, into: LevelBatch): void {
  const start = starts[at] ?? 0;
  const count = (starts[at + 1] ?? 0) - start;
  for (let i = 0; i < count; i += 1) {
    into.keys[i] = keys[start + i] as number;
    into.lots[i] = lots[start + i] as number;
  }
  into.count = count;
}

function flatOfMessages(messages: readonly Message[]): FlatStream {
  const total = messages.reduce((sum, { levels }) => sum + levels.length / 2, 0);
  const keys = new Int32Array(total);
  const lots = new Float64Array(total);
  const starts = new Int32Array(messages.length + 1);
  let next = 0;
  messages.forEach(({ levels }, i) => {
    starts[i] = next;
    for (let at = 0; at < levels.length; at += 2, next += 1) {
      keys[next] = levels[at] ?? 0;
      lots[next] = levels[at + 1] ?? 0;
    }
  });
  starts[messages.length] = next;
  return {
    count: messages.length,
    instruments: Int32Array.from(messages, ({ instrument }) => instrument),
    starts,
    hashesA: Int32Array.from(messages, ({ hash }) => hash[0] | 0),
    hashesB: Int32Array.from(messages, ({ hash }) => hash[1] | 0),
    keys,
    lots,
  };
}
