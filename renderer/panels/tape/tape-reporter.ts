import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import { AWAITING_SECTION } from '../../shared/section-quality.ts';
import { Turns } from '../../shared/turns.ts';
import type { TapeReport } from './tape-messages.ts';
import type { TapeWindow } from './tape-window.ts';

/** Rows the accessible table mirrors. */
const TABLE_ROWS = 40;
/** The panel is told of what the market did this often at most; of what a person did with the paint that shows it. */
const REPORT_INTERVAL_MS = 100;
const TABLE_INTERVAL_MS = 500;

/** Tells the panel what its DOM shows of a tape: seldom what changes all the time, at once what a person waits for. */
export class TapeReporter {
  /** Rows that fit the canvas. */
  visibleRows = 1;
  readonly #window: TapeWindow;
  readonly #tell: (report: TapeReport) => void;
  readonly #reports = new Turns(REPORT_INTERVAL_MS, () => this.#tellShown());
  readonly #tables = new Turns(TABLE_INTERVAL_MS, () => this.#tellTable());
  /** Of the newest section; null before the first, when nothing is said of the rows. */
  #quality: DataQuality | null = null;
  /** What was told last; null when the next paint is to be told of at once. */
  #told: DataQuality | null = null;

  constructor(window: TapeWindow, tell: (report: TapeReport) => void) {
    this.#window = window;
    this.#tell = tell;
  }

  /** A person did something that the next paint shows. */
  expect(): void {
    this.#told = null;
  }

  /** A section is here. @param quality what the terminal says of the trades with it */
  arrived(quality: DataQuality): void {
    this.#quality = quality;
  }

  painted(): void {
    if (this.#quality !== null && this.#told?.reason === this.#quality.reason) this.#reports.request();
    else this.#reports.now();
    if (this.#quality !== null) this.#tables.request();
  }

  /** Cannot be seen, or the connection is lost: nothing will be painted that could bring the panel the news. */
  suspended(): void {
    if (this.#quality !== null) this.#quality = AWAITING_SECTION;
    this.#tables.dispose();
    this.#reports.now();
  }

  dispose(): void {
    this.#reports.dispose();
    this.#tables.dispose();
  }

  #tellShown(): void {
    const { isPaused, newCount } = this.#window;
    const quality = this.#quality ?? LIVE;
    this.#told = quality;
    this.#tell({ kind: 'shown', quality, isPaused, newCount, visibleRows: this.visibleRows });
  }

  #tellTable(): void {
    this.#tell({ kind: 'table', rows: this.#window.rows(TABLE_ROWS) });
  }
}
