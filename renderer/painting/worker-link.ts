import type { DataQuality } from '../../main/contract/data-quality.ts';
import type { ClientFault } from '../api/client-fault.ts';
import { requestPaint } from '../shared/animation-frames.ts';
import { after, monotonicNowMs } from '../shared/screen-clock.ts';
import {
  PAINTER_BEAT_DEADLINE_MS,
  PAINTER_START_DEADLINE_MS,
  type FromPainter,
  type PaintingId,
  type ToPainter,
} from './painting-messages.ts';

/** What is used of a worker. */
export type PaintingWorker = Pick<Worker, 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'> & {
  postMessage(message: ToPainter, transfer: Transferable[]): void;
};

export type WorkerLinkEvents = {
  readonly onReport: (id: PaintingId, report: unknown) => void;
  readonly onTerminal: (trouble: DataQuality | null) => void;
  readonly onFault: (fault: ClientFault) => void;
  /** The worker was given up and ended; nothing comes after this. */
  readonly onGone: (fault: ClientFault) => void;
};

/** Beats that came while the page was busy are behind its timers in the queue; this lets them pass. */
const GRACE_MS = 100;
/** A deadline noticed this late says that the page itself stood still, and perhaps the whole machine. */
const ASLEEP_MS = 500;
/** After the page could paint and the worker still could not. */
const STALL_GRACE_MS = 300;

/** The page's end of the line to its painting worker: gives the worker up when it fails, falls silent or cannot paint. */
export class WorkerLink {
  readonly #worker: PaintingWorker;
  readonly #events: WorkerLinkEvents;
  #isGone = false;
  #isStalled = false;
  #cancelDeadline = (): void => {};
  #cancelStall = (): void => {};

  constructor(worker: PaintingWorker, events: WorkerLinkEvents) {
    this.#worker = worker;
    this.#events = events;
    worker.onmessage = (event: MessageEvent<FromPainter>) => this.#take(event.data);
    worker.onerror = (event) => this.giveUp('PAINTER_FAILED', event.message || 'it could not be started');
    worker.onmessageerror = () => this.giveUp('PAINTER_FAILED', 'a message of it could not be read');
    this.#expectBeatWithin(PAINTER_START_DEADLINE_MS);
  }

  post(message: ToPainter, transfer: Transferable[] = []): void {
    if (!this.#isGone) this.#worker.postMessage(message, transfer);
  }

  /** @param reason in words, for the log */
  giveUp(code: string, reason: string): void {
    if (this.#isGone) return;
    this.dispose();
    this.#events.onGone({
      code,
      message: `the painting worker was given up: ${reason}; the page paints now`,
    });
  }

  dispose(): void {
    this.#isGone = true;
    this.#cancelDeadline();
    this.#cancelStall();
    this.#worker.terminate();
  }

  #take(message: FromPainter): void {
    if (this.#isGone) return;
    if (message.kind === 'beat') this.#beat(message.isPainting);
    else if (message.kind === 'report') this.#events.onReport(message.id, message.report);
    else if (message.kind === 'terminal') this.#events.onTerminal(message.trouble);
    else this.#events.onFault(message.fault);
  }

  #beat(isPainting: boolean): void {
    this.#expectBeatWithin(PAINTER_BEAT_DEADLINE_MS);
    if (isPainting === !this.#isStalled) return;
    this.#isStalled = !isPainting;
    this.#cancelStall();
    // A screen that is switched off stops both; only a page that can paint itself may blame the worker.
    if (this.#isStalled) this.#cancelStall = requestPaint(() => this.#judgeStall());
  }

  #judgeStall(): void {
    this.#cancelStall = after(STALL_GRACE_MS, () => {
      if (this.#isStalled) this.giveUp('PAINTER_STALLED', 'it gets no animation frames');
    });
  }

  #expectBeatWithin(deadlineMs: number): void {
    this.#cancelDeadline();
    const dueMs = monotonicNowMs() + deadlineMs;
    this.#cancelDeadline = after(deadlineMs, () => {
      if (monotonicNowMs() - dueMs > ASLEEP_MS) this.#expectBeatWithin(deadlineMs);
      else this.#cancelDeadline = after(GRACE_MS, () => this.#silent(deadlineMs));
    });
  }

  #silent(deadlineMs: number): void {
    this.giveUp('PAINTER_SILENT', `no sign of life for ${deadlineMs} ms`);
  }
}
