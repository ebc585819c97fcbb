import { alternatingRounds } from '../alternating-rounds.ts';
import { spliceBooks, verifiedBooks } from '../book-contestants.ts';
import { makeBookStream, type BookStreamOptions } from '../book-stream.ts';
import { jsonContestants, msgpackContestants } from '../decode-contestants.ts';
import { PathBench } from '../path/path-bench.ts';
import type { ReceiverName } from '../path/path-messages.ts';
import { median } from '../statistics.ts';
import { livedIn } from '../there-and-back.ts';

/** One ratio that must hold. */
export type GateCheck = {
  readonly name: string;
  /** What ours is compared with; nothing that has to be installed. */
  readonly peer: string;
  /**
   * The least ratio: half of what two busy cores show or less, so that noise does not turn it red. Shown were 13, 250,
   * 1.3 to 3.6 (msgpackr is now quick, now slow), 2 to 3.5 and 12.
   */
  readonly floor: number;
  /** @param slowDown how many times ours does its work, 1 outside the gate's own test */
  readonly ratio: (rounds: number, slowDown: number) => number | Promise<number>;
};

const SHALLOW: BookStreamOptions = { instruments: 8, levelsPerSide: 1_000, messages: 4_000 };
const DEEP: BookStreamOptions = { instruments: 2, levelsPerSide: 20_000, messages: 1_000 };
/** The quick contestant goes there and back so often first. */
const LONGER = 2;
const DECODED: BookStreamOptions = { instruments: 1, levelsPerSide: 1_000, messages: 4_000 };
const PATH: BookStreamOptions = { instruments: 8, levelsPerSide: 1_000, messages: 4_000 };
const PATH_MESSAGES = { quick: 100_000, slow: 10_000 };

export const GATE_CHECKS: readonly GateCheck[] = [
  {
    name: 'book/shallow',
    peer: 'array + binary search + splice',
    floor: 6,
    ratio: (rounds, slowDown) => bookRatio(SHALLOW, rounds, slowDown),
  },
  {
    name: 'book/deep',
    peer: 'array + binary search + splice',
    floor: 100,
    ratio: (rounds, slowDown) => bookRatio(DEEP, rounds, slowDown),
  },
  {
    name: 'decode/msgpack',
    peer: 'msgpackr, flat integers',
    floor: 0.7,
    ratio: (rounds, slowDown) => quotient(msgpackContestants(decoded(), slowDown), rounds),
  },
  {
    name: 'decode/json',
    peer: 'JSON.parse, flat integers',
    floor: 1,
    ratio: (rounds, slowDown) => quotient(jsonContestants(decoded(), slowDown), rounds),
  },
  {
    name: 'path/msgpack',
    peer: 'ws + JSON.parse + array splice',
    floor: 6,
    ratio: pathRatio,
  },
];

function decoded(): ReturnType<typeof makeBookStream> {
  return makeBookStream(DECODED);
}

function bookRatio(shape: BookStreamOptions, rounds: number, slowDown: number): number {
  const made = makeBookStream(shape);
  const ours = livedIn(made, LONGER);
  const theirs = livedIn(made, 0);
  const contestants = [verifiedBooks(ours, undefined, slowDown), spliceBooks(theirs)];
  const [oursMs = 0, theirsMs = 0] = alternatingRounds(contestants, rounds);
  return theirsMs / theirs.levelUpdates / (oursMs / ours.levelUpdates);
}

/** @param contestants ours first, the peer last */
function quotient(contestants: Parameters<typeof alternatingRounds>[0], rounds: number): number {
  const times = alternatingRounds(contestants, rounds);
  return (times.at(-1) ?? 0) / (times[0] ?? 1);
}

/** Slowed down, the product speaks maps: what it would be if the scanner were lost. */
async function pathRatio(rounds: number, slowDown: number): Promise<number> {
  const bench = new PathBench(PATH);
  const ours: ReceiverName = slowDown > 1 ? 'product-maps' : 'product-msgpack';
  try {
    const perMessage = async (name: ReceiverName, messages: number): Promise<number> => {
      const { cpuMs, endsRight } = await bench.blast(name, { messages });
      if (!endsRight) throw new Error(`${name} ended with other books than the stream`);
      return cpuMs / messages;
    };
    const oursMs: number[] = [];
    const theirsMs: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const own = await perMessage(ours, PATH_MESSAGES.quick);
      const theirs = await perMessage('splice', PATH_MESSAGES.slow);
      if (round === 0) continue; // the compiler settles
      oursMs.push(own);
      theirsMs.push(theirs);
    }
    return median(theirsMs) / median(oursMs);
  } finally {
    await bench.end();
  }
}
