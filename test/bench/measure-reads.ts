import { ASK, BID } from '../../main/core/market-data/flat-levels.ts';
import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { rankedResult, type BenchResult } from './bench-report.ts';
import { spliceBooks, verifiedBooks } from './book-contestants.ts';
import { makeBookStream, type BookStreamOptions } from './book-stream.ts';
import { peerContestant, type PeerContestant } from './peers/peer-contestant.ts';
import { visitPeerKinds } from './peers/peer-kinds.ts';
import type { PeerPackages } from './peers/peer-types.ts';
import { livedIn } from './there-and-back.ts';

const COUNT = 20;
const UNIT = 'ns to read the best 20 a side';
/** The quick ones go there and back so often first. */
const LONGER = 2;

/**
 * Nanoseconds to read the best 20 levels of both sides, prices and sizes, right after a message changed the book: the
 * same passes once with a read behind every message and once without, and the difference. So what a lazy book puts off
 * until it is read counts here.
 */
export function measureReads(
  shape: BookStreamOptions,
  rounds: number,
  peers: PeerPackages | null,
): BenchResult {
  const made = makeBookStream(shape);
  const stream = livedIn(made, 0);
  const long = livedIn(made, LONGER);
  const ticks = new Int32Array(COUNT);
  const lots = new Float64Array(COUNT);
  const best = { bids: [], asks: [] };
  const others = (count: number): PeerContestant[] =>
    peers === null ? [] : visitPeerKinds(peers, (kind) => peerContestant(kind, stream, count));
  const plain: Contestant[] = [
    verifiedBooks(long),
    spliceBooks(stream),
    ...others(0).filter(({ isSlow }) => !isSlow),
  ];
  const ours = verifiedBooks(long, (book) => {
    book.copyBest(BID, COUNT, ticks, lots);
    book.copyBest(ASK, COUNT, ticks, lots);
  });
  const reading: Contestant[] = [
    ours,
    spliceBooks(stream, (book) => book.readBest(COUNT, best)),
    ...others(COUNT).filter(({ isSlow }) => !isSlow),
  ];
  const times = alternatingRounds([...plain, ...reading], rounds);
  const nanos = plain.map((_, i) => {
    const reads = i === 0 ? long.changes.length : stream.changes.length;
    const extraMs = (times[plain.length + i] ?? 0) - (times[i] ?? 0);
    return Math.max(1, (extraMs * 1e6) / reads); // noise may be more than so short a read
  });
  const values = plain.slice(1).map((peer, i) => ({
    name: peer.name,
    value: nanos[i + 1] ?? 0,
    endsRight: !('endsRight' in peer) || (peer as PeerContestant).endsRight(),
  }));
  return rankedResult({ name: 'book/read20', unit: UNIT, better: 'lower' }, nanos[0] ?? 0, values, null);
}
