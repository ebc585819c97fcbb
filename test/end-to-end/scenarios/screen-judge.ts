import type { PushChannel } from '../../../main/contract/terminal-api.ts';
import { STALE_REASONS, type DataQuality, type StaleReason } from '../../../main/contract/data-quality.ts';
import type { Terminal, TerminalWindow, WindowPort } from '../../../main/terminal/terminal-types.ts';
import {
  readFrame,
  readLadder,
  readTape,
  readWatchlist,
  type ReadSection,
} from '../../support/frame-reading.ts';
import { ownTimeMs } from '../../support/own-time.ts';
import type { MarketRecord } from './market-record.ts';

const ROWS = 80;

/** What the judge must know of the exchange, now. */
export type JudgedExchange = {
  /** Of the run of now, and of the run before it if there was one. */
  readonly records: readonly [present: MarketRecord, past: MarketRecord | null];
  /** When the present run ended; null while there is one. Monotonic milliseconds. */
  readonly downSinceMs: number | null;
};

/** What stands on the screen of one instrument. */
type Shown = { sequence: number; epoch: number; reason: StaleReason; staleSinceMs: number };

/**
 * A window that looks at everything the terminal sends it: each ladder, watchlist row and print is compared with what was
 * true at the exchange at the sequence it names, and it measures for how long a live book was out of date.
 */
export class ScreenJudge implements WindowPort {
  readonly violations: string[] = [];
  /** Live books compared, on ladders and watchlist rows. */
  judged = 0;
  printsJudged = 0;
  /** Trades that the tape says are missing for good. */
  tradesMissing = 0;
  /** Longest time that a book which was shown as live had been out of date, milliseconds. */
  longestOutdatedMs = 0;
  /** Longest time that a book was not live, milliseconds. */
  longestStaleMs = 0;
  readonly reasons = new Set<StaleReason>();
  readonly #exchange: JudgedExchange;
  readonly #shown = new Map<number, Shown>();
  readonly #tapes = new Map<number, number>();
  /** Reasons on the watchlist, whose rows are live only while no trade is missing either. */
  readonly #rowReasons: StaleReason[] = [];
  #window: TerminalWindow | null = null;

  constructor(exchange: JudgedExchange) {
    this.#exchange = exchange;
  }

  /** Opens a ladder and a tape of each instrument, and the watchlist. */
  async open(terminal: Terminal, instruments: readonly string[]): Promise<void> {
    const window = terminal.openWindow(this);
    this.#window = window;
    await window.request('open-view', { kind: 'watchlist' });
    for (const instrument of instruments) {
      const ladder = { kind: 'ladder', instrument, groupStep: 1, rows: ROWS, centreTicks: null };
      await window.request('open-view', ladder);
      await window.request('open-view', { kind: 'tape', instrument });
    }
  }

  close(): void {
    this.#window?.close();
  }

  pushFrame(frame: Float64Array): void {
    const { frameNumber, sections } = readFrame(frame);
    for (const section of sections) this.#judge(section);
    // As a window does: after it has painted, not while it is being told.
    setImmediate(() => this.#window?.acknowledge(frameNumber));
  }

  push(channel: PushChannel, payload: unknown): void {
    if (channel !== 'book-qualities') return;
    const { qualities } = payload as { readonly qualities: readonly DataQuality[] };
    // As on a screen: what stands there was stale, and is live again only when the next section has replaced it.
    for (const [index, { reason }] of qualities.entries()) if (reason !== 'none') this.#mark(index, reason);
  }

  /** Looks at the time: to be called every few milliseconds. */
  sample(): void {
    const nowMs = ownTimeMs();
    for (const [index, shown] of this.#shown) {
      if (shown.reason === 'none')
        this.longestOutdatedMs = Math.max(this.longestOutdatedMs, this.#outdatedMs(index, shown, nowMs));
      else this.longestStaleMs = Math.max(this.longestStaleMs, nowMs - shown.staleSinceMs);
    }
  }

  /** Forgets what was measured, as when a rehearsal begins. */
  beginMeasuring(): void {
    this.longestOutdatedMs = 0;
    this.longestStaleMs = 0;
    this.reasons.clear();
    this.judged = 0;
    this.printsJudged = 0;
    this.tradesMissing = 0;
  }

  /** Every row of the watchlist is live: no book is in doubt and no trade awaited. */
  get isWatchlistLive(): boolean {
    return this.#rowReasons.length > 0 && this.#rowReasons.every((reason) => reason === 'none');
  }

  /** Every ladder is live under the run of now, and no older than the sequences given by instrument. */
  isCaughtUp(sequences: readonly number[]): boolean {
    const [{ epoch }] = this.#exchange.records;
    if (this.#shown.size < sequences.length) return false;
    return [...this.#shown].every(
      ([index, shown]) =>
        shown.reason === 'none' &&
        shown.epoch === epoch &&
        this.#isAsNewAs(index, shown, sequences[index] ?? 0),
    );
  }

  /** A sequence at which nothing really changed is never sent, so a book may stand below it and yet be as new. */
  #isAsNewAs(index: number, { sequence }: Shown, wanted: number): boolean {
    if (sequence >= wanted) return true;
    const [present] = this.#exchange.records;
    return present.outdatedMs(index, sequence, ownTimeMs()) === 0;
  }

  #judge(section: ReadSection): void {
    if (section.kind === 'ladder') this.#judgeLadder(section);
    if (section.kind === 'watchlist') this.#judgeWatchlist(section);
    if (section.kind === 'tape') this.#judgeTape(section);
  }

  #judgeLadder(section: ReadSection): void {
    const { instrumentIndex: index, touch, levels, rows } = readLadder(section);
    const { sequence } = section;
    const reason = STALE_REASONS[section.reason] ?? 'none';
    if (sequence === 0) return this.#mark(index, reason);
    const epoch = this.#epochWhere(index, sequence, (sizes) => {
      const [bids, asks] = [sideOf(sizes, 0), sideOf(sizes, 1)];
      const isTouch = touch[0] === bids.best && touch[1] === asks.best;
      const isWhole = levels[0] === bids.count && levels[1] === asks.count;
      return isTouch && isWhole && rows.every(([ticks = 0, bids, asks]) => isRow(sizes, ticks, bids, asks));
    });
    // A stale ladder too shows the last book that the venue vouched for, and never a guess.
    if (epoch === 0) this.violations.push(`ladder ${index}, ${reason}, is not the venue's at ${sequence}`);
    if (reason === 'none') this.judged += 1;
    const shown = this.#shown.get(index);
    if (shown === undefined) this.#shown.set(index, { sequence, epoch, reason, staleSinceMs: ownTimeMs() });
    else Object.assign(shown, { sequence, epoch });
    this.#mark(index, reason);
  }

  #judgeWatchlist(section: ReadSection): void {
    for (const row of readWatchlist(section)) {
      const reason = STALE_REASONS[row.reason] ?? 'none';
      this.#rowReasons[row.instrumentIndex] = reason;
      if (reason !== 'none' || row.sequence === 0) continue;
      this.judged += 1;
      const epoch = this.#epochWhere(row.instrumentIndex, row.sequence, (sizes) => {
        const [{ best: bid }, { best: ask }] = [sideOf(sizes, 0), sideOf(sizes, 1)];
        const isTouch = row.bid[0] === bid && row.ask[0] === ask;
        return isTouch && isLots(sizes, bid, 0, row.bid[1]) && isLots(sizes, ask, 1, row.ask[1]);
      });
      if (epoch === 0)
        this.violations.push(`watchlist row ${row.instrumentIndex} is not the venue's at ${row.sequence}`);
    }
  }

  #judgeTape(section: ReadSection): void {
    const { instrumentIndex: index, isReset, gap, prints } = readTape(section);
    let last = isReset ? null : (this.#tapes.get(index) ?? null);
    if (gap !== null) {
      if (last !== null && gap[0] !== last + 1)
        this.violations.push(`tape ${index}: a gap from ${gap[0]} after ${last}`);
      this.tradesMissing += gap[1] - gap[0] + 1;
      last = gap[1];
    }
    const records = this.#exchange.records.filter((record) => record !== null);
    for (const [sequence = 0, , ticks, lots] of prints) {
      if (last !== null && sequence !== last + 1)
        this.violations.push(`tape ${index}: ${sequence} after ${last} without a word`);
      if (!records.some((record) => record.tradeAt(index, sequence) === `${ticks}:${lots}`))
        this.violations.push(`tape ${index}: ${sequence} is not the venue's`);
      this.printsJudged += 1;
      last = sequence;
    }
    if (last !== null) this.#tapes.set(index, last);
  }

  /** The run of the exchange whose book at that sequence fits; 0 when none does. */
  #epochWhere(
    index: number,
    sequence: number,
    fits: (sizes: ReadonlyMap<number, number>) => boolean,
  ): number {
    for (const record of this.#exchange.records) {
      const sizes = record?.bookAt(index, sequence) ?? null;
      if (record !== null && sizes !== null && fits(sizes)) return record.epoch;
    }
    return 0;
  }

  #outdatedMs(index: number, { sequence, epoch }: Shown, nowMs: number): number {
    const { records, downSinceMs } = this.#exchange;
    if (downSinceMs !== null) return nowMs - downSinceMs;
    // Of a run that is over: what was wrong with it is known since the run of now began, at the latest.
    return records[0].epoch === epoch
      ? records[0].outdatedMs(index, sequence, nowMs)
      : records[0].ageMs(nowMs);
  }

  #mark(index: number, reason: StaleReason): void {
    if (reason !== 'none') this.reasons.add(reason);
    const shown = this.#shown.get(index);
    if (shown === undefined) return;
    if (shown.reason === 'none' && reason !== 'none') shown.staleSinceMs = ownTimeMs();
    shown.reason = reason;
  }
}

/** Best price, -1 for none, and number of levels. */
function sideOf(sizes: ReadonlyMap<number, number>, side: 0 | 1): { best: number; count: number } {
  let [best, count] = [-1, 0];
  for (const key of sizes.keys()) {
    if ((key & 1) !== side) continue;
    const ticks = key >>> 1;
    count += 1;
    if (best < 0 || (side === 0 ? ticks > best : ticks < best)) best = ticks;
  }
  return { best, count };
}

function isRow(sizes: ReadonlyMap<number, number>, ticks: number, bids = 0, asks = 0): boolean {
  return isLots(sizes, ticks, 0, bids) && isLots(sizes, ticks, 1, asks);
}

function isLots(sizes: ReadonlyMap<number, number>, ticks: number, side: 0 | 1, lots: number): boolean {
  return ticks < 0 || (sizes.get(ticks * 2 + side) ?? 0) === lots;
}
