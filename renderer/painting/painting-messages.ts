import type { DataQuality } from '../../main/contract/data-quality.ts';
import type { ClientFault } from '../api/client-fault.ts';
import type { CanvasTheme } from '../shared/canvas-theme.ts';
import type { Extent, PaintedCanvas } from '../shared/painting.ts';
import type { PaintingOrder } from './painting-kinds.ts';

/** Names a painting among all of a page. */
export type PaintingId = number;

/** To the place where paintings are made, worker or page. */
export type PaintingMessage =
  | {
      readonly kind: 'open';
      readonly id: PaintingId;
      readonly canvas: PaintedCanvas;
      readonly order: PaintingOrder;
    }
  | { readonly kind: 'resize'; readonly id: PaintingId; readonly extent: Extent }
  | { readonly kind: 'command'; readonly id: PaintingId; readonly command: unknown }
  | { readonly kind: 'close'; readonly id: PaintingId }
  | { readonly kind: 'theme'; readonly theme: CanvasTheme };

/** A font as a style sheet of the page declares it; addresses are absolute. */
export type FontSource = {
  readonly family: string;
  readonly source: string;
  readonly weight: string;
  readonly style: string;
  readonly unicodeRange: string;
};

/** How the worker reaches the terminal: over a socket of its own, or a port that the page hands on when it has it. */
export type TerminalDoor =
  { readonly kind: 'socket'; readonly url: string; readonly token: string } | { readonly kind: 'port' };

/** From the page to its painting worker. */
export type ToPainter =
  | { readonly kind: 'connect'; readonly door: TerminalDoor }
  /** Comes with the port. */
  | { readonly kind: 'port' }
  | { readonly kind: 'fonts'; readonly fonts: readonly FontSource[] }
  /** The page can be seen; while it cannot, nothing is painted and no frame asked for. */
  | { readonly kind: 'seen'; readonly isSeen: boolean }
  | PaintingMessage;

/** From the painting worker to its page. */
export type FromPainter =
  /** Sign of life, every {@link PAINTER_BEAT_INTERVAL_MS}; whether animation frames come when they are asked for. */
  | { readonly kind: 'beat'; readonly isPainting: boolean }
  /** How the worker's own line to the terminal stands; null while the terminal gives signs of life over it. */
  | { readonly kind: 'terminal'; readonly trouble: DataQuality | null }
  | { readonly kind: 'report'; readonly id: PaintingId; readonly report: unknown }
  | { readonly kind: 'fault'; readonly fault: ClientFault };

export const PAINTER_BEAT_INTERVAL_MS = 250;
/** With no beat for this long the worker is given up: as long as the terminal itself is given. */
export const PAINTER_BEAT_DEADLINE_MS = 1_250;
/** A worker has to be loaded first; until its first beat no painting is called live. */
export const PAINTER_START_DEADLINE_MS = 5_000;
