import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFLATION_STEPS_MS } from '../../../main/core/market-data/channel.ts';
import { FollowedTopics } from '../../../feed-simulator/http/followed-topics.ts';
import type { TopicSelection } from '../../../feed-simulator/server/topic-selection.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { rightsTo } from './fake-venue.ts';
import { INSTRUMENTS, MarketRig, windowOf } from './market-rig.ts';

/** Follows the books and trades of both instruments through cuts, and believes nothing. */
class Receiver {
  readonly #rig: MarketRig;
  readonly #selection: TopicSelection;
  readonly #books = INSTRUMENTS.map(() => new MirrorBook());
  /** Last trade had, by instrument. */
  readonly #tape = INSTRUMENTS.map(() => 0);
  /** Subscriptions: a book for each instrument, then its trades. */
  readonly #numbers: readonly number[];
  readonly #keeps: (message: RawMessage) => boolean;
  #followed: FollowedTopics;
  /** Every cursor it was ever told: it may come back with an old one. */
  readonly #cursors: string[] = [];

  /** @param keeps false for a message that is lost on the way */
  constructor(
    rig: MarketRig,
    selection: TopicSelection,
    keeps: (message: RawMessage) => boolean = () => true,
  ) {
    this.#rig = rig;
    this.#selection = selection;
    this.#keeps = keeps;
    this.#numbers = numbersOf(rig, selection);
    this.#followed = this.#open(null);
  }

  /** Gone, and back with the last cursor or one before it. */
  cut(age: number): void {
    this.#followed.release();
    this.#followed = this.#open(this.#cursors.at(Math.max(-1 - age, -this.#cursors.length)) ?? null);
  }

  take(): void {
    for (const message of this.#followed.take().messages) this.#receive(String(message.encoded('json')));
    this.#cursors.push(this.#followed.cursor);
    expect(this.#followed.hasNews).toBe(false);
    for (const book of this.#books) expect(book.faults).toEqual([]);
  }

  /** Both books as the market was at the sequences they stand at, and every trade accounted for. */
  check(): void {
    const { depth = 0 } = this.#selection;
    for (const [index, book] of this.#books.entries()) {
      expect(windowOf(book)).toBe(this.#rig.oracle.window(index, book.sequence, depth));
    }
  }

  /** Nothing is missing: the tape stands at the last trade, the books within their interval of the venue's. */
  isComplete(): boolean {
    const { trades } = this.#rig.oracle;
    return this.#tape.every((sequence, index) => sequence === (trades[index]?.length ?? 0) / 2);
  }

  #open(cursor: string | null): FollowedTopics {
    const followed = FollowedTopics.open(this.#rig.venue, rightsTo(['*']), this.#selection, cursor);
    if ('code' in followed) throw new Error(followed.code);
    return followed;
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as RawMessage;
    if (!this.#keeps(message)) return;
    const index = this.#numbers.indexOf(message.subscription ?? 0) % INSTRUMENTS.length;
    if (message.type === 'snapshot' || message.type === 'delta') this.#receiveBook(index, message);
    else if (message.type === 'trades') this.#receiveTrades(index, message);
    else if (message.type === 'gap') this.#tape[index] = Number(message.to);
    else expect(message.type).toBe('instrument');
  }

  /** What it has had already is left out, as PROTOCOL.md section 7 says. */
  #receiveBook(index: number, message: RawMessage): void {
    const book = this.#books[index];
    const { sequence = 0, previousSequence = 0 } = message;
    if (book === undefined || (message.type === 'delta' && sequence <= book.sequence)) return;
    // After coming back with an old cursor a merged delta may reach over what it holds: it holds every size it ends in.
    if (message.type === 'delta' && previousSequence < book.sequence) book.sequence = previousSequence;
    book.receive(message);
  }

  #receiveTrades(index: number, { previousSequence = 0, trades = [] }: RawMessage): void {
    const real = this.#rig.oracle.trades[index] ?? [];
    let last = this.#tape[index] ?? 0;
    expect(previousSequence).toBeLessThanOrEqual(last);
    for (let i = 0; i < trades.length; i += 5) {
      const sequence = previousSequence + 1 + i / 5;
      expect([trades[i + 1], trades[i + 2]]).toEqual(real.slice(sequence * 2 - 2, sequence * 2));
      last = Math.max(last, sequence);
    }
    this.#tape[index] = last;
  }
}

function numbersOf({ venue }: MarketRig, selection: TopicSelection): number[] {
  const opened = venue.openTopics(rightsTo(['*']), selection, 64);
  if ('type' in opened) throw new Error(opened.code);
  opened.release();
  return opened.topics.map(({ subscription }) => subscription);
}

const actions = fc.array(
  fc.record({
    waitMs: fc.constantFrom(5, 20, 50, 200, 1_500),
    cutAge: fc.option(fc.integer({ min: 0, max: 3 })),
  }),
  { minLength: 5, maxLength: 12 },
);

describe('FollowedTopics of a real venue', () => {
  it('keeps books and tape exact at any depth and conflation, through cuts and stale cursors', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.constantFrom(0, 1, 5, 20),
        fc.constantFrom(...CONFLATION_STEPS_MS.slice(0, 7)),
        actions,
        (seed, depth, conflationMs, steps) => {
          const rig = new MarketRig(seed);
          const selection = {
            channels: ['book', 'trades'],
            instruments: ['*'],
            depth,
            conflationMs,
          } as const;
          const receiver = new Receiver(rig, selection);
          receiver.take();
          for (const { waitMs, cutAge } of steps) {
            rig.pass(waitMs);
            if (cutAge !== null) receiver.cut(cutAge);
            receiver.take();
            receiver.check();
            expect(receiver.isComplete()).toBe(true);
          }
        },
      ),
      { seed: 7, numRuns: 12 },
    );
  });

  it.each(['delta', 'trades'])('shows a %s that is lost on the way', (type) => {
    const rig = new MarketRig(7);
    let lost = 0;
    const selection = { channels: ['book', 'trades'], instruments: ['*'], depth: 5 } as const;
    const receiver = new Receiver(rig, selection, (message) => message.type !== type || lost++ > 0);
    receiver.take();
    const follow = () => {
      for (let round = 0; round < 40; round += 1) {
        rig.pass(50);
        receiver.take();
      }
      receiver.check();
      expect(receiver.isComplete()).toBe(true);
    };
    expect(follow).toThrow();
    expect(lost).toBeGreaterThan(0);
  });
});
