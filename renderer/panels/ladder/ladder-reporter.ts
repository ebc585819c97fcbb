import type { DataQuality } from '../../../main/contract/data-quality.ts';
import { Turns } from '../../shared/turns.ts';
import type { LadderColumns } from './ladder-columns.ts';
import type { LadderInstrument, LadderReport } from './ladder-messages.ts';
import type { LadderModel } from './ladder-model.ts';
import { ladderTable } from './ladder-table.ts';

/** The panel is told of what the market did this often at most; of what a person did with the paint that shows it. */
const REPORT_INTERVAL_MS = 100;
const TABLE_INTERVAL_MS = 250;

/** Tells the panel what its DOM shows of a ladder: seldom what changes all the time, at once what a person waits for. */
export class LadderReporter {
  readonly #model: LadderModel;
  readonly #instrument: LadderInstrument;
  readonly #tell: (report: LadderReport) => void;
  readonly #reports = new Turns(REPORT_INTERVAL_MS, () => this.#tellShown());
  readonly #tables = new Turns(TABLE_INTERVAL_MS, () => this.#tellTable());
  #columns: LadderColumns | null = null;
  /** What was told last; null when the next paint is to be told of at once. */
  #told: DataQuality | null = null;

  constructor(model: LadderModel, instrument: LadderInstrument, tell: (report: LadderReport) => void) {
    this.#model = model;
    this.#instrument = instrument;
    this.#tell = tell;
  }

  /** A person did something that the next paint shows. */
  expect(): void {
    this.#told = null;
  }

  painted(columns: LadderColumns | null): void {
    if (columns !== null && columns !== this.#columns) {
      this.#columns = columns;
      this.#tell({ kind: 'columns', columns });
    }
    if (this.#told?.reason === this.#model.quality.reason) this.#reports.request();
    else this.#reports.now();
    this.#tables.request();
  }

  /** Cannot be seen, or the connection is lost: nothing will be painted that could bring the panel the news. */
  suspended(): void {
    this.#tables.dispose();
    this.#reports.now();
  }

  dispose(): void {
    this.#reports.dispose();
    this.#tables.dispose();
  }

  #tellShown(): void {
    const { frame, position, quality } = this.#model;
    this.#told = quality;
    const touch =
      frame === null
        ? null
        : {
            bestBidTicks: frame.bestBidTicks,
            bestAskTicks: frame.bestAskTicks,
            lastTradeTicks: frame.lastTradeTicks,
          };
    this.#tell({ kind: 'shown', position, touch, sequence: frame?.sequence ?? 0, quality });
  }

  #tellTable(): void {
    const { frame, position } = this.#model;
    if (frame !== null) this.#tell({ kind: 'table', table: ladderTable(frame, position, this.#instrument) });
  }
}
