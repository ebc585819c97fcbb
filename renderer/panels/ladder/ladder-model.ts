import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import type { LadderViewRequest } from '../../../main/contract/view-request.ts';
import type { FrameSection, TerminalClient, ViewHandle } from '../../api/terminal-client.ts';
import { AWAITING_SECTION, qualityOfSection } from '../../shared/section-quality.ts';
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
import type { LadderStart } from './ladder-messages.ts';
import { isSameRequest, requestFor } from './ladder-request.ts';

export type LadderModelOptions = LadderStart & {
  readonly client: Pick<TerminalClient, 'openView'>;
  /** Something the canvas shows has changed. */
  readonly onChange: () => void;
  /** What is shown is of a connection that has ended. */
  readonly onLost: () => void;
  readonly onMalformed: (message: string) => void;
};

/** One ladder of one instrument: the newest frame, the prices it shows, and the view it asks the terminal for. */
export class LadderModel {
  readonly #options: LadderModelOptions;
  #frame: LadderFrame | null = null;
  #quality: DataQuality = LIVE;
  #position: LadderPosition;
  #wantedStep: number;
  #isHeld = false;
  #view: { readonly handle: ViewHandle<LadderViewRequest>; asked: LadderViewRequest } | null = null;

  constructor(options: LadderModelOptions) {
    const { step, pinnedAt } = options;
    this.#options = options;
    this.#wantedStep = step;
    const unplaced = { topRow: 0, rows: 1, step, isPinned: pinnedAt !== null };
    this.#position = pinnedAt === null ? unplaced : centredOn(unplaced, pinnedAt);
  }

  /** Null until the first section of this instrument's view. */
  get frame(): LadderFrame | null {
    return this.#frame;
  }

  /** What the terminal said of the book in the newest frame. */
  get quality(): DataQuality {
    return this.#quality;
  }

  get position(): LadderPosition {
    return this.#position;
  }

  /** Opens the view unless it is open. @param rows that fit on the canvas, at least 1 */
  resize(rows: number): void {
    this.#moveTo(resized(this.#position, rows));
    if (this.#view !== null) return;
    const asked = this.#request(null);
    const { client } = this.#options;
    const handle = client.openView(
      asked,
      (section) => this.#show(section),
      () => this.#lost(),
    );
    this.#view = { asked, handle };
  }

  /** Cannot be seen: closes the view until the next `resize`, and vouches for nothing that was shown. */
  suspend(): void {
    this.close();
    this.#await();
  }

  /** @param isHeld the pointer is over the rows, so they do not move by themselves */
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

  /** The rows follow with the first frame that has the step. */
  groupBy(step: number): void {
    this.#wantedStep = step;
    this.#ask();
  }

  close(): void {
    this.#view?.handle.close();
    this.#view = null;
  }

  #lost(): void {
    this.#await();
    this.#options.onLost();
  }

  #await(): void {
    if (this.#frame !== null) this.#quality = AWAITING_SECTION;
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
    this.#quality = qualityOfSection(section);
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
