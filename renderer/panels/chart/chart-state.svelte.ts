import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import { AWAITING_SECTION, qualityOfSection } from '../../shared/section-quality.ts';
import type { CandleIntervalMs, CandleViewRequest } from '../../../main/contract/view-request.ts';
import type { FrameSection, TerminalClient, ViewHandle } from '../../api/terminal-client.ts';
import { CandleHistory, readCandles, type Candle } from './candle-model.ts';

export type ChartStateOptions = {
  readonly client: Pick<TerminalClient, 'openView'>;
  readonly instrument: { readonly id: string; readonly index: number };
  readonly intervalMs: CandleIntervalMs;
  /** There are candles to paint. */
  readonly onChange: () => void;
  readonly onMalformed: (message: string) => void;
};

/** The candles of one instrument in one interval. */
export class ChartState {
  readonly #options: ChartStateOptions;
  #history = new CandleHistory();
  #intervalMs: CandleIntervalMs;
  #last: Candle | null = $state.raw(null);
  #hasSection = $state.raw(false);
  #sectionQuality: DataQuality = $state.raw(LIVE);
  /** Null while nobody sees the chart: no frames are made for it. */
  #view: ViewHandle<CandleViewRequest> | null = null;

  constructor(options: ChartStateOptions) {
    this.#options = options;
    this.#intervalMs = $state.raw(options.intervalMs);
  }

  get history(): CandleHistory {
    return this.#history;
  }

  get intervalMs(): CandleIntervalMs {
    return this.#intervalMs;
  }

  /** The newest candle painted, null while there is none. */
  get last(): Candle | null {
    return this.#last;
  }

  /** Whether the terminal has told the candles of this interval, be there none. */
  get hasSection(): boolean {
    return this.#hasSection;
  }

  get sectionQuality(): DataQuality {
    return this.#sectionQuality;
  }

  /** To be told whether the chart can be seen: it asks for candles only then. */
  show(isShown: boolean): void {
    if (isShown === (this.#view !== null)) return;
    if (isShown) this.#begin();
    else this.close();
  }

  choose(intervalMs: CandleIntervalMs): void {
    if (intervalMs === this.#intervalMs) return;
    this.#intervalMs = intervalMs;
    if (this.#view !== null) this.#begin();
  }

  /** The chart shows all candles there are now. */
  painted(): void {
    this.#last = this.#history.candles.at(-1) ?? null;
  }

  close(): void {
    this.#view?.close();
    this.#view = null;
  }

  /** A new view, because only a new one is sure to begin with all candles; the old ones are gone at once. */
  #begin(): void {
    this.close();
    this.#history = new CandleHistory();
    this.#last = null;
    this.#hasSection = false;
    this.#view = this.#open();
    this.#options.onChange();
  }

  #open(): ViewHandle<CandleViewRequest> {
    const { client, instrument } = this.#options;
    return client.openView(
      { kind: 'candles', instrument: instrument.id, intervalMs: this.#intervalMs },
      (section) => this.#show(section),
      () => {
        if (this.#hasSection) this.#sectionQuality = AWAITING_SECTION;
      },
    );
  }

  #show(section: FrameSection): void {
    const candles = readCandles(section);
    if (candles === null) {
      this.#options.onMalformed(`a candle section of ${section.payload.length} doubles cannot be read`);
      return;
    }
    const { index, id } = this.#options.instrument;
    if (candles.instrumentIndex !== index || candles.intervalMs !== this.#intervalMs) {
      this.#options.onMalformed(
        `expected candles of ${this.#intervalMs} ms of instrument ${index} (${id}), ` +
          `received ${candles.intervalMs} ms of ${candles.instrumentIndex}`,
      );
      return;
    }
    this.#history.apply(candles);
    this.#hasSection = true;
    this.#sectionQuality = qualityOfSection(section);
    this.#options.onChange();
  }
}
