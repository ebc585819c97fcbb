import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import { qualityOfSection } from '../../shared/section-quality.ts';
import type { LadderViewRequest } from '../../../main/contract/view-request.ts';
import type { FrameSection, TerminalClient, ViewHandle } from '../../api/terminal-client.ts';
import { focusTicks, readLadderFrame, type LadderFrame } from './ladder-frame.ts';
import {
  centredOn,
  followed,
  recentred,
  regrouped,
  resized,
  scrolled,
  type LadderPosition,
} from './ladder-geometry.ts';
import { isSameRequest, requestFor } from './ladder-request.ts';

type LadderInstrument = { readonly id: string; readonly index: number };

export type LadderStateOptions = {
  readonly client: Pick<TerminalClient, 'openView'>;
  readonly instrument: LadderInstrument;
  /** Ticks per row to begin with. */
  readonly step: number;
  /** Something the canvas shows has changed. */
  readonly onChange: () => void;
  readonly onMalformed: (message: string) => void;
};

/** One ladder of one instrument: the newest frame, the prices it shows, and the view it asks the terminal for. */
export class LadderState {
  readonly #options: LadderStateOptions;
  #frame: LadderFrame | null = $state.raw(null);
  #sectionQuality: DataQuality = $state.raw(LIVE);
  #position: LadderPosition;
  #wantedStep: number;
  #isHeld = $state.raw(false);
  #view: { readonly handle: ViewHandle<LadderViewRequest>; asked: LadderViewRequest } | null = null;

  constructor(options: LadderStateOptions) {
    this.#options = options;
    this.#wantedStep = $state.raw(options.step);
    this.#position = $state.raw({ topRow: 0, rows: 1, step: options.step, isPinned: false });
  }

  /** Null until the first section of this instrument's view. */
  get frame(): LadderFrame | null {
    return this.#frame;
  }

  /** What the terminal said of the book in the newest frame. */
  get sectionQuality(): DataQuality {
    return this.#sectionQuality;
  }

  get position(): LadderPosition {
    return this.#position;
  }

  /** Ticks per row the trader chose; the rows follow with the first frame that has it. */
  get wantedStep(): number {
    return this.#wantedStep;
  }

  /** The pointer is over the rows, so they do not move by themselves. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Opens the view at the first call. @param rows that fit on the canvas, at least 1 */
  resize(rows: number): void {
    this.#moveTo(resized(this.#position, rows));
    if (this.#view !== null) return;
    const asked = this.#request(null);
    this.#view = { asked, handle: this.#options.client.openView(asked, (section) => this.#show(section)) };
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#moveTo(followed(this.#position, this.#focus(), isHeld));
  }

  scrollBy(rowsUp: number): void {
    if (rowsUp !== 0) this.#moveTo(scrolled(this.#position, rowsUp));
  }

  recentre(): void {
    this.#moveTo(recentred(this.#position, this.#focus()));
  }

  groupBy(step: number): void {
    this.#wantedStep = step;
    this.#ask();
  }

  close(): void {
    this.#view?.handle.close();
  }

  #focus(): number | null {
    return this.#frame === null ? null : focusTicks(this.#frame);
  }

  #show(section: FrameSection): void {
    const frame = readLadderFrame(section);
    if (frame === null) {
      this.#options.onMalformed(`a ladder section of ${section.payload.length} doubles cannot be read`);
      return;
    }
    // A frame of another instrument under this one's name would be the worst of faults.
    if (frame.instrumentIndex !== this.#options.instrument.index) {
      const { id, index } = this.#options.instrument;
      this.#options.onMalformed(
        `expected instrument ${index} (${id}) in its ladder, received ${frame.instrumentIndex}`,
      );
      return;
    }
    const isFirst = this.#frame === null;
    this.#frame = frame;
    this.#sectionQuality = qualityOfSection(section);
    const focus = focusTicks(frame);
    const position = regrouped(this.#position, frame.groupStep);
    const isUnplaced = isFirst && focus !== null && !position.isPinned;
    this.#moveTo(isUnplaced ? centredOn(position, focus) : followed(position, focus, this.#isHeld));
  }

  #moveTo(position: LadderPosition): void {
    this.#position = position;
    this.#ask();
    this.#options.onChange();
  }

  #request(asked: LadderViewRequest | null): LadderViewRequest {
    const { id } = this.#options.instrument;
    return requestFor(this.#position, asked, id, this.#wantedStep, this.#focus());
  }

  #ask(): void {
    if (this.#view === null) return;
    const wanted = this.#request(this.#view.asked);
    if (isSameRequest(wanted, this.#view.asked)) return;
    this.#view.asked = wanted;
    this.#view.handle.change(wanted);
  }
}
