import type { FromPainter, ToPainter } from '../../../renderer/painting/painting-messages.ts';
import type { PaintingWorker } from '../../../renderer/painting/worker-link.ts';

/** A worker that keeps what it is told and says what a test makes it say. */
export class FakeWorker implements PaintingWorker {
  onmessage: PaintingWorker['onmessage'] = null;
  onerror: PaintingWorker['onerror'] = null;
  onmessageerror: PaintingWorker['onmessageerror'] = null;
  readonly heard: ToPainter[] = [];
  readonly transferred: Transferable[] = [];
  isTerminated = false;

  postMessage(message: ToPainter, transfer: Transferable[]): void {
    this.heard.push(message);
    this.transferred.push(...transfer);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: FromPainter): void {
    this.onmessage?.call(this as unknown as Worker, { data: structuredClone(message) } as MessageEvent);
  }

  fail(message: string): void {
    this.onerror?.call(this as unknown as Worker, { message } as ErrorEvent);
  }
}
