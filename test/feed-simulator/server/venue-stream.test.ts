import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { BookSides, RawMessage } from '../../support/second-reader-book.ts';
import { OPENING_BOOK, VenueFixture } from './venue-fixture.ts';
import type { FakeConnection } from './venue-fixture.ts';

type Step =
  | { readonly kind: 'change'; readonly levels: [number, number][]; readonly trades: number }
  | { readonly kind: 'stall' | 'read' | 'resubscribe' | 'wait' };

/** Bids below 100, asks from 100 on, so that no made-up book is crossed. */
const level = fc.tuple(
  fc.oneof(
    fc.integer({ min: 80, max: 99 }).map((ticks) => ticks * 2),
    fc.integer({ min: 101, max: 120 }).map((ticks) => ticks * 2 + 1),
  ),
  fc.integer({ min: 0, max: 3 }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      levels: fc.array(level, { maxLength: 6 }),
      trades: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('stall', 'read', 'resubscribe', 'wait') }) },
);

/** The venue's books as they were, kept by the test in its own way: one Map per sequence. */
class KnownBooks {
  readonly #books: Map<number, number>[] = [new Map<number, number>()];

  constructor(levels: readonly number[]) {
    this.change(
      Array.from({ length: levels.length / 2 }, (_, i) => [levels[i * 2] ?? 0, levels[i * 2 + 1] ?? 0]),
    );
  }

  get sequence(): number {
    return this.#books.length - 1;
  }

  change(levels: Iterable<[number, number]>): void {
    const next = new Map(this.#books.at(-1));
    for (const [key, lots] of levels)
      if (lots === 0) next.delete(key);
      else next.set(key, lots);
    this.#books.push(next);
  }

  /** The best `depth` a side at that sequence. */
  at(sequence: number, depth: number): BookSides {
    const mirror = new MirrorBook();
    for (const [key, lots] of this.#books[sequence] ?? []) mirror.sizes.set(key, lots);
    const { bids, asks } = mirror.sides();
    return depth === 0 ? { bids, asks } : { bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
  }
}

/** Follows every book message and compares the book with the known one at each sequence named. */
function follow(connection: FakeConnection, mirror: MirrorBook, known: KnownBooks, depth: number): void {
  for (const message of connection.take()) {
    if (message.type !== 'snapshot' && message.type !== 'delta') continue;
    if (mirror.receive(message)) expect(mirror.sides()).toEqual(known.at(mirror.sequence, depth));
  }
  expect(mirror.faults).toEqual([]);
}

function play(depth: number, steps: readonly Step[]): void {
  const fixture = new VenueFixture();
  const known = new KnownBooks(OPENING_BOOK);
  const { connection, ask } = fixture.connect();
  const mirror = new MirrorBook();
  ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book', depth });
  for (const move of steps) {
    if (move.kind === 'change') {
      const levels = new Map(move.levels);
      known.change(levels);
      fixture.change([...levels].flat());
    } else if (move.kind === 'stall') connection.unsentBytes = 1_048_577;
    else if (move.kind === 'read') connection.unsentBytes = 0;
    else if (move.kind === 'resubscribe')
      ask({ type: 'subscribe', id: 2, instrument: 'AAA', channel: 'book', depth });
    fixture.pass(move.kind === 'wait' ? 100 : 1);
    follow(connection, mirror, known, depth);
  }
  connection.unsentBytes = 0;
  fixture.pass(1);
  follow(connection, mirror, known, depth);
  expect(mirror.sides()).toEqual(known.at(known.sequence, depth));
}

describe('Venue streams', () => {
  it('are the subscribed window at every sequence they name, also for a reader that is slow at random', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.array(step, { maxLength: 60 }), (depth, steps) => {
        play(depth, steps);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('lose no trade without saying so, and name in heartbeats just what moved', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const seen = playTrades(steps);
        expect(seen.faults).toEqual([]);
        expect(seen.sequence).toBe(seen.made);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

type SeenTrades = { sequence: number; made: number; moved: boolean; faults: string[] };

function playTrades(steps: readonly Step[]): SeenTrades {
  const fixture = new VenueFixture();
  const { connection, ask } = fixture.connect();
  const seen: SeenTrades = { sequence: 0, made: 0, moved: false, faults: [] };
  ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'trades' });
  for (const move of [...steps, { kind: 'read' } as const]) {
    if (move.kind === 'change') {
      seen.made += move.trades;
      fixture.change(
        [],
        Array.from({ length: move.trades }, () => fixture.trade(100, 1)),
      );
    } else if (move.kind === 'stall') connection.unsentBytes = 1_048_577;
    else if (move.kind === 'read') connection.unsentBytes = 0;
    fixture.pass(move.kind === 'wait' ? 400 : 1);
    for (const message of connection.take()) checkTrades(message, seen);
  }
  return seen;
}

function checkTrades(message: RawMessage, seen: SeenTrades): void {
  if (message.type === 'heartbeat') {
    const expected = seen.moved ? [message.sequences?.[0], seen.sequence] : [];
    if (String(message.sequences) !== String(expected))
      seen.faults.push(`heartbeat ${String(message.sequences)}`);
    seen.moved = false;
  }
  if (message.type !== 'trades') return;
  if (message.previousSequence !== seen.sequence)
    seen.faults.push(`trades after ${message.previousSequence}`);
  seen.sequence = message.sequence ?? -1;
  seen.moved = true;
}
