import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { rankedResult, type BenchResult } from './bench-report.ts';
import { makeBookStream } from './book-stream.ts';
import { DECODE_PASSES, fixedContestant, jsonContestants, msgpackContestants } from './decode-contestants.ts';

/**
 * Nanoseconds to turn the bytes of a delta of ten levels into the input of a book, judged as the schema would; beside
 * peers that judge nothing, and beside the limit: a fixed layout with the same checks.
 */
export function measureDecode(frames: number, rounds: number): BenchResult[] {
  const stream = makeBookStream({ instruments: 1, levelsPerSide: 1_000, messages: frames });
  const limit = fixedContestant(stream);
  return [
    compare('decode/msgpack', msgpackContestants(stream), limit, frames, rounds),
    compare('decode/json', jsonContestants(stream), limit, frames, rounds),
  ];
}

/** @param contestants ours, then the peers */
function compare(
  name: string,
  contestants: readonly Contestant[],
  limit: Contestant,
  frames: number,
  rounds: number,
): BenchResult {
  const all = [...contestants, limit];
  const nanos = alternatingRounds(all, rounds).map((ms) => (ms * 1e6) / (frames * DECODE_PASSES));
  const peers = contestants
    .slice(1)
    .map((peer, i) => ({ name: peer.name, value: nanos[i + 1] ?? 0, endsRight: true }));
  const heading = { name, unit: 'ns per delta of 10 levels', better: 'lower' } as const;
  return rankedResult(heading, nanos[0] ?? 0, peers, { name: limit.name, value: nanos.at(-1) ?? 0 });
}
