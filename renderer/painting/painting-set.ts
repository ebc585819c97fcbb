import type { ClientFault } from '../api/client-fault.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import type { CanvasTheme } from '../shared/canvas-theme.ts';
import type { PaintLoop, PaintSeat } from '../shared/paint-loop.ts';
import type { PaintedCanvas, PaintedContext } from '../shared/painting.ts';
import { createPainting, type AnyPainting, type PaintingOrder } from './painting-kinds.ts';
import type { PaintingId, PaintingMessage } from './painting-messages.ts';

export type PaintingSetOptions = {
  readonly client: Pick<TerminalClient, 'openView'>;
  readonly loop: PaintLoop;
  readonly report: (id: PaintingId, report: unknown) => void;
  readonly fault: (fault: ClientFault) => void;
};

type Hung = { readonly painting: AnyPainting; readonly seat: PaintSeat };

/** The paintings of one place, worker or page: makes them, passes on what they are told, and takes them down. */
export class PaintingSet {
  readonly #options: PaintingSetOptions;
  readonly #hung = new Map<PaintingId, Hung>();
  #theme: CanvasTheme | null = null;

  constructor(options: PaintingSetOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#hung.size;
  }

  take(message: PaintingMessage): void {
    if (message.kind === 'theme') {
      this.#theme = message.theme;
      for (const { painting } of this.#hung.values()) painting.wear(message.theme);
    } else if (message.kind === 'open') this.#open(message.id, message.canvas, message.order);
    else {
      const hung = this.#hung.get(message.id);
      if (hung === undefined) return;
      if (message.kind === 'resize') hung.painting.resize(message.extent);
      // Commands are typed where they are given; see AnyPainting.
      else if (message.kind === 'command') hung.painting.command(message.command as never);
      else this.#close(message.id, hung);
    }
  }

  fontsArrived(): void {
    for (const { painting } of this.#hung.values()) painting.fontsArrived();
  }

  dispose(): void {
    for (const [id, hung] of [...this.#hung]) this.#close(id, hung);
  }

  #open(id: PaintingId, canvas: PaintedCanvas, order: PaintingOrder): void {
    const context = contextOf(canvas);
    if (context === null || this.#theme === null) {
      const lacking = context === null ? 'a canvas with a 2d context' : 'a theme before the first painting';
      this.#options.fault({ code: 'PAINTING_IMPOSSIBLE', message: `expected ${lacking}` });
      return;
    }
    const { client, loop, report, fault } = this.#options;
    const seat = loop.seat(() => painting.paint());
    const painting = createPainting(order, {
      client,
      canvas,
      context,
      theme: this.#theme,
      seat,
      tell: (told) => report(id, told),
      fault,
    });
    this.#hung.set(id, { painting, seat });
  }

  #close(id: PaintingId, { painting, seat }: Hung): void {
    this.#hung.delete(id);
    painting.dispose();
    seat.dispose();
  }
}

/** Every painting covers its whole canvas, so nothing need shine through. */
function contextOf(canvas: PaintedCanvas): PaintedContext | null {
  // Both kinds of canvas have this call; their types cannot be called as one.
  return (canvas as HTMLCanvasElement).getContext('2d', { alpha: false });
}
