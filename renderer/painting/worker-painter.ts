import type { DataQuality } from '../../main/contract/data-quality.ts';
import { errorText, type ClientFault } from '../api/client-fault.ts';
import { HostWatch } from '../api/host-watch.ts';
import { createPortTransport, type PortTransport } from '../api/port-transport.ts';
import { createTerminalClient } from '../api/terminal-client.ts';
import { createWebTransport } from '../api/web-transport.ts';
import { PaintLoop } from '../shared/paint-loop.ts';
import { after, every } from '../shared/screen-clock.ts';
import { FrameGate } from './frame-gate.ts';
import {
  PAINTER_BEAT_DEADLINE_MS,
  PAINTER_BEAT_INTERVAL_MS,
  type FontSource,
  type FromPainter,
  type PaintingMessage,
  type TerminalDoor,
  type ToPainter,
} from './painting-messages.ts';
import { PaintingSet } from './painting-set.ts';

/** What the worker's own global scope is used for. */
export type PainterScope = {
  readonly post: (message: FromPainter) => void;
  /** Makes fonts known to canvases. Resolves when they are loaded, rejects when one cannot be. */
  readonly loadFonts: (fonts: readonly FontSource[]) => Promise<unknown>;
};

/** Fonts later than this do without: a ladder in another font is better than none. */
const FONTS_DEADLINE_MS = 3_000;
/** Messages kept until the fonts are there. A pointer sends some sixty a second. */
const MAX_HELD_MESSAGES = 512;

/** The painting worker without its globals: a client of the terminal of its own, and the paintings that live off it. */
export class WorkerPainter {
  readonly #scope: PainterScope;
  readonly #gate: FrameGate;
  readonly #loop: PaintLoop;
  #paintings: PaintingSet | null = null;
  #port: PortTransport | null = null;
  /** What came before the fonts: Chromium never draws with a font in a worker that asked for it before it was loaded. */
  #held: PaintingMessage[] | null = [];

  constructor(scope: PainterScope, gate: FrameGate = new FrameGate()) {
    this.#scope = scope;
    this.#gate = gate;
    this.#loop = new PaintLoop(gate.beforePaint);
    this.#beat();
    every(PAINTER_BEAT_INTERVAL_MS, () => this.#beat());
  }

  /** @param ports that came with the message */
  take(message: ToPainter, ports: readonly MessagePort[]): void {
    const [port] = ports;
    if (message.kind === 'connect') this.#connect(message.door);
    else if (message.kind === 'port') {
      if (port !== undefined) this.#port?.give(port);
    } else if (message.kind === 'seen') this.#gate.open(message.isSeen);
    else if (message.kind === 'fonts') this.#loadFonts(message.fonts);
    else if (this.#held === null) this.#paintings?.take(message);
    else if (this.#held.push(message) >= MAX_HELD_MESSAGES) this.#release();
  }

  #loadFonts(fonts: readonly FontSource[]): void {
    const begin = (message: string | null): void => {
      cancel();
      if (this.#held !== null && message !== null) this.#fault({ code: 'FONTS_MISSING', message });
      this.#release();
    };
    const cancel = after(FONTS_DEADLINE_MS, () =>
      begin(`expected the fonts within ${FONTS_DEADLINE_MS} ms; canvases do without`),
    );
    this.#scope.loadFonts(fonts).then(
      () => begin(null),
      (error: unknown) => begin(`canvases do without a font: ${errorText(error)}`),
    );
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const message of held) this.#paintings?.take(message);
  }

  #fault(fault: ClientFault): void {
    this.#scope.post({ kind: 'fault', fault });
  }

  #connect(door: TerminalDoor): void {
    const fault = (reported: ClientFault): void => this.#fault(reported);
    const { post } = this.#scope;
    this.#port = door.kind === 'port' ? createPortTransport(fault) : null;
    const transport =
      this.#port ?? (door.kind === 'socket' ? createWebTransport({ ...door, report: fault }) : null);
    if (transport === null) return;
    const client = createTerminalClient(transport, this.#gate.beforePaint);
    client.onFault(fault);
    new HostWatch(client, (trouble: DataQuality | null) => post({ kind: 'terminal', trouble }));
    this.#paintings = new PaintingSet({
      client,
      loop: this.#loop,
      report: (id, report) => post({ kind: 'report', id, report }),
      fault,
    });
  }

  #beat(): void {
    this.#scope.post({ kind: 'beat', isPainting: this.#gate.waitMs < PAINTER_BEAT_DEADLINE_MS });
  }
}
