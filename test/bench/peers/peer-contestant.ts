import type { Contestant } from '../alternating-rounds.ts';
import { checkEnds } from '../book-ends.ts';
import type { BookStream } from '../book-stream.ts';
import type { BestLevels, PeerBook, PeerKind } from './peer-book.ts';

/** A contestant that may come to a wrong end: that is said of it, and does not end the comparison. */
export type PeerContestant = Contestant & { readonly isSlow: boolean; readonly endsRight: () => boolean };

/** @param readCount how many levels a side are read after each message, 0 for none */
export function peerContestant<Change>(
  kind: PeerKind<Change>,
  stream: BookStream,
  readCount = 0,
): PeerContestant {
  const changes = stream.changes.map(({ levels }) => kind.changeOf(levels));
  const settling = (stream.settling ?? []).map(({ levels }) => kind.changeOf(levels));
  const best: BestLevels = { bids: [], asks: [] };
  let books: PeerBook<Change>[] = [];
  let endsRight = true;
  return {
    name: kind.name,
    isSlow: kind.isSlow,
    endsRight: () => endsRight,
    prepare: () => {
      books = stream.opening.map(({ levels }) => {
        const book = kind.create();
        book.load(levels);
        return book;
      });
      settling.forEach((change, i) => books[stream.settling?.[i]?.instrument ?? 0]?.apply(change));
    },
    run: () => {
      for (let i = 0; i < changes.length; i += 1) {
        const book = books[stream.changes[i]?.instrument ?? 0];
        book?.apply(changes[i] as Change);
        if (readCount > 0) book?.readBest(readCount, best);
      }
    },
    check: () => {
      try {
        checkEnds(stream, (i) => books[i]?.flat() ?? []);
      } catch {
        endsRight = false;
      }
    },
    release: () => {
      books = [];
    },
  };
}
