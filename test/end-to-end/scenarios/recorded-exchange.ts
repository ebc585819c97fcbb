import { anonymousRights } from '../../../feed-simulator/access/granted-rights.ts';
import type { FaultDesk } from '../../../feed-simulator/faults/fault-desk.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { Venue } from '../../../feed-simulator/server/venue.ts';
import { startVenue, type RunningVenue } from '../../../feed-simulator/start-venue.ts';
import { ownTimeMs } from '../../support/own-time.ts';
import { MarketRecord, type Opening } from './market-record.ts';

/**
 * 800 level updates a second over twelve instruments, busy enough that a fault is met at once: a thin market lived fast,
 * because the two hours before opening are lived at its rate and cost less so.
 */
const RATE = 40;
const SPEED = 20;
const MAX_TOPICS = 1_000;

const recordsKept = new WeakMap<Venue, MarketRecord>();
const applyOf = Reflect.get<Venue, 'apply'>(Venue.prototype, 'apply');

// Every venue of this process is recorded from the moment before its first change.
Venue.prototype.apply = function (this: Venue, change): void {
  recordOf(this).note(change, ownTimeMs());
  applyOf.call(this, change);
};

function recordOf(venue: Venue): MarketRecord {
  const known = recordsKept.get(venue);
  if (known !== undefined) return known;
  const record = new MarketRecord(venue.epoch, openingsOf(venue), ownTimeMs());
  recordsKept.set(venue, record);
  return record;
}

function openingsOf(venue: Venue): Opening[] {
  const selection = { channels: ['book'], instruments: ['*'] } as const;
  const opened = venue.openTopics(anonymousRights(DEFAULT_LIMITS), selection, MAX_TOPICS);
  if ('type' in opened) throw new Error(opened.message);
  const openings = opened.topics.map((topic, index) => {
    const { messages, sequence } = topic.since(null);
    const levels = messages.flatMap(({ event }) =>
      event.type === 'snapshot' ? Array.from(event.levels) : [],
    );
    const ring = venue.history[index];
    const earlierTrade = (trade: number): string | undefined => {
      if (ring === undefined || trade < ring.firstAvailable) return undefined;
      return ring.slice(trade, trade).map(({ price, size }) => `${price}:${size}`)[0];
    };
    return { levels, sequence, lastTrade: ring?.last ?? 0, earlierTrade };
  });
  opened.release();
  return openings;
}

/** The simulated exchange on a real port, as `npm run simulate` opens it, with a record of what was true at each moment. */
export class RecordedExchange {
  readonly instruments: readonly string[];
  readonly #running: RunningVenue;
  /** Since the start, the one of now last. */
  readonly #runs: Venue[];
  #restartedAtMs: number | null = null;

  private constructor(running: RunningVenue) {
    this.#running = running;
    this.#runs = [running.venue()];
    this.instruments = running
      .venue()
      .summary()
      .instruments.map(({ id }) => id);
  }

  static async start(seed: number): Promise<RecordedExchange> {
    return new RecordedExchange(
      await startVenue({ port: 0, seed, rate: RATE, speed: SPEED, isControlled: true }),
    );
  }

  get url(): string {
    return this.#running.url;
  }

  get faults(): FaultDesk {
    return this.#running.faults;
  }

  /** Of the run of now, and of the one before it. */
  get records(): readonly [present: MarketRecord, past: MarketRecord | null] {
    this.look();
    const [present = this.#running.venue(), past] = this.#runs.slice(-2).reverse();
    return [recordOf(present), past === undefined ? null : recordOf(past)];
  }

  get runCount(): number {
    return this.#runs.length;
  }

  /** When the run of now ended; null while it goes on. Monotonic milliseconds. */
  get downSinceMs(): number | null {
    this.look();
    return this.#restartedAtMs;
  }

  /** Notices a restart: to be called every few milliseconds. */
  look(): void {
    const venue = this.#running.venue();
    if (venue !== this.#runs.at(-1)) {
      this.#runs.push(venue);
      this.#restartedAtMs = null;
    }
    const restarts = this.faults
      .list()
      .filter(({ kind, applied }) => kind === 'server-restart' && applied > 0);
    if (restarts.length >= this.#runs.length) this.#restartedAtMs ??= ownTimeMs();
  }

  async close(): Promise<void> {
    await this.#running.close();
  }
}
