import { describe, expect, it } from 'vitest';
import { alternatingRounds } from '../alternating-rounds.ts';
import { makeBookStream } from '../book-stream.ts';
import { SpliceBook } from '../peers-local/splice-book.ts';
import { livedIn } from '../there-and-back.ts';
import { peerContestant } from './peer-contestant.ts';
import type { PeerKind } from './peer-book.ts';

const stream = livedIn(makeBookStream({ instruments: 2, levelsPerSide: 50, messages: 60 }), 0);

/** @param keeps which levels of a change its books take */
function kindThat(keeps: (levels: readonly number[]) => readonly number[]): PeerKind<readonly number[]> {
  return {
    name: 'a peer',
    isSlow: false,
    changeOf: keeps,
    create: () => {
      const book = new SpliceBook();
      return {
        load: (levels) => book.load(levels),
        apply: (levels) => book.apply(levels),
        readBest: (count, out) => book.readBest(count, out),
        flat: () => book.flat(),
      };
    },
  };
}

describe('peerContestant', () => {
  it('ends right when its books do', () => {
    const contestant = peerContestant(
      kindThat((levels) => levels),
      stream,
      20,
    );
    alternatingRounds([contestant], 1);
    expect(contestant.endsRight()).toBe(true);
  });

  it('is found out, and does not end the comparison, when it drops a level', () => {
    const contestant = peerContestant(
      kindThat((levels) => levels.slice(2)),
      stream,
    );
    expect(alternatingRounds([contestant], 1)).toHaveLength(1);
    expect(contestant.endsRight()).toBe(false);
  });
});
