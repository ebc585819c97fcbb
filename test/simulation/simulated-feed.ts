import type { FedInstrument } from '../../main/core/market-feed.ts';
import { projectTape, type TapeCursor, type TapeView } from '../../main/core/views/tape-view.ts';
import { FeedClient } from '../../main/feed/feed-client.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { LossyLink, NO_FAULTS, type FaultRates } from './lossy-link.ts';
import { RecordedVenue } from './recorded-venue.ts';
import { SeededChance } from './seeded-chance.ts';
import { SmallMarket } from './small-market.ts';

const STEP_MS = 10;
const TICK_MS = 100;

type TapeReader = { cursor: TapeCursor | null; venue: RecordedVenue | null; last: number };

/**
 * The production client against a production venue in one process, on one manual clock, and a judge who looks after
 * every delivery: a book that is called live must be the venue's at its sequence, and the tape must not lie.
 */
export class SimulatedFeed {
  readonly client: FeedClient;
  readonly violations: string[] = [];
  /** Books compared with the venue's, level by level, while they were called live. */
  booksJudged = 0;
  readonly #clock = new ManualClock();
  readonly #chance: SeededChance;
  readonly #market: SmallMarket;
  readonly #tapes = new Map<number, TapeReader>();
  readonly #judged = new Map<number, string>();
  #venue: RecordedVenue;
  #link: LossyLink | null = null;
  #rates: FaultRates = NO_FAULTS;

  constructor(seed: number, codec: CodecName) {
    this.#chance = new SeededChance(seed);
    this.#market = new SmallMarket(this.#chance);
    this.#venue = new RecordedVenue(this.#market, this.#clock, 1);
    this.client = new FeedClient({
      url: 'ws://simulated.test/v1',
      codecs: [codec],
      clock: this.#clock,
      random: this.#chance.next,
      log: () => undefined,
      open: (_, __, events) => {
        const [venue, clock, chance] = [this.#venue, this.#clock, this.#chance];
        this.#link = new LossyLink({ venue, codec, events, clock, chance, rates: () => this.#rates });
        return this.#link.clientEnd;
      },
    });
    this.client.start();
  }

  /** @param until stops early when it holds. @returns milliseconds passed */
  run(ms: number, rates: FaultRates, until: () => boolean = () => false): number {
    this.#rates = rates;
    let passed = 0;
    for (; passed < ms && !until(); passed += STEP_MS) this.#step();
    return passed;
  }

  /** The venue starts anew under another epoch; every connection is cut. */
  restartVenue(): void {
    this.#venue = new RecordedVenue(this.#market, this.#clock, this.#venue.epoch + 1);
    this.#link?.cut('the venue is going away');
    this.#judge();
  }

  /** Every book is live, and stands where the venue stands but for what is on the line. */
  get isCaughtUp(): boolean {
    if (this.client.session.state !== 'live' || this.#link?.venue !== this.#venue) return false;
    return this.client.feed.instruments.every(
      ({ index, pipeline }) =>
        !pipeline.isAwaitingTrades && this.#venue.lastSequence(index) - pipeline.bookStamp.sequence < 10,
    );
  }

  get resyncs(): number {
    return this.client.feed.instruments.reduce((sum, { pipeline }) => sum + pipeline.bookCounts.resyncs, 0);
  }

  #step(): void {
    this.#clock.advance(STEP_MS);
    this.#venue.step();
    this.#link?.step(() => this.#judge());
    if (this.#clock.monotonicMs() % TICK_MS === 0) this.client.tick();
    this.#judge();
  }

  #judge(): void {
    const venue = this.#link?.venue;
    if (venue === undefined) return;
    for (const fed of this.client.feed.instruments) {
      this.#judgeBook(fed, venue);
      this.#judgeTape(fed, venue);
    }
  }

  #judgeBook({ index, pipeline }: FedInstrument, venue: RecordedVenue): void {
    if (!pipeline.quality.isLive) return;
    const { sequence, sentTime } = pipeline.bookStamp;
    const hash = pipeline.book.hash().join();
    const stamp = `${venue.epoch}/${sequence}/${sentTime}/${hash}`;
    if (this.#judged.get(index) === stamp) return;
    this.#judged.set(index, stamp);
    this.booksJudged += 1;
    const truth = venue.bookAt(index, sequence);
    const shown: number[] = [];
    for (const side of [0, 1] as const)
      pipeline.book.walk(side, (ticks, lots) => shown.push(ticks * 2 + side, lots) > 0);
    if (truth === undefined || truth.length !== shown.length || truth.some((value, i) => value !== shown[i]))
      this.violations.push(`book ${index} is live at ${sequence} and is not the venue's`);
  }

  #judgeTape({ index, pipeline }: FedInstrument, venue: RecordedVenue): void {
    const reader = this.#tapes.get(index) ?? { cursor: null, venue: null, last: 0 };
    this.#tapes.set(index, reader);
    for (
      let view: TapeView | null;
      (view = projectTape(pipeline.tape, reader.cursor, 400)) !== null;
      reader.cursor = view.cursor
    ) {
      if (view.isReset) Object.assign(reader, { venue, last: (view.prints[0]?.sequence ?? 1) - 1 });
      this.#judgePrints(index, view, reader);
    }
  }

  #judgePrints(index: number, { gapFrom, gapTo, prints }: TapeView, reader: TapeReader): void {
    if (gapFrom > 0 && gapFrom !== reader.last + 1)
      this.violations.push(`tape ${index}: a gap from ${gapFrom} after ${reader.last}`);
    if (gapFrom > 0) reader.last = gapTo;
    for (const { sequence, price, size } of prints) {
      if (sequence !== reader.last + 1)
        this.violations.push(`tape ${index}: ${sequence} after ${reader.last} without a word`);
      if (reader.venue?.tradeAt(index, sequence) !== `${price}:${size}`)
        this.violations.push(`tape ${index}: ${sequence} is not the venue's`);
      reader.last = sequence;
    }
  }
}
