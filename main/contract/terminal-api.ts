import type { FeedHealthView } from '../core/views/feed-health-view.ts';
import type { FeedMode } from '../core/market-data/feed-mode.ts';
import type { InstrumentKind, InstrumentState } from '../core/instrument/instrument.ts';
import type { DataQuality } from './data-quality.ts';
import type { OpenedView, ViewChange, ViewRequest } from './view-request.ts';

/** What the renderer knows of an instrument. `index` is stable for the life of the terminal and names it in frames. */
export type InstrumentSummary = {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly kind: InstrumentKind;
  readonly currency: string;
  /** Price = ticks * tickUnits * 10^-priceDigits. */
  readonly tickUnits: number;
  readonly priceDigits: number;
  /** Quantity = lots * lotUnits * 10^-sizeDigits. */
  readonly lotUnits: number;
  readonly sizeDigits: number;
  readonly state: InstrumentState;
};

/** Requests: one call, one answer. Each key is also the channel name. A host must answer every one. */
export type TerminalRequests = {
  'list-instruments': (input: undefined) => Promise<readonly InstrumentSummary[]>;
  /** The latest feed health, for a window that has just opened. */
  'read-feed-health': (input: undefined) => Promise<FeedHealthView>;
  'open-view': (input: ViewRequest) => Promise<OpenedView>;
  'change-view': (input: ViewChange) => Promise<undefined>;
  'close-view': (input: OpenedView) => Promise<undefined>;
  /** Drops the connection and tries again at once, whatever the back-off says. */
  'retry-feed': (input: undefined) => Promise<undefined>;
  /** For all windows, until changed again. */
  'set-feed-mode': (input: { readonly mode: FeedMode }) => Promise<undefined>;
};

/** Sign of life of the terminal itself, every {@link HOST_BEAT_INTERVAL_MS}; it bypasses frame credit. */
export type HostBeat = {
  readonly beat: number;
  readonly wallTimeMs: number;
};

export const HOST_BEAT_INTERVAL_MS = 250;
/** With no beat for this long the renderer shows everything as stale: the terminal is frozen or gone. */
export const HOST_BEAT_DEADLINE_MS = 1_250;

/** Quality of every book, indexed like the instruments; pushed at once on each change, bypassing frame credit. */
export type BookQualities = { readonly qualities: readonly DataQuality[] };

/** Pushes: host to renderer, one way. Frames have a channel of their own ({@link FrameChannel}). */
export type TerminalPushes = {
  'host-beat': HostBeat;
  'feed-health': FeedHealthView;
  'book-qualities': BookQualities;
  /** The whole list again, when the venue announced new terms, states or instruments. */
  instruments: readonly InstrumentSummary[];
};

export type RequestChannel = keyof TerminalRequests;
export type PushChannel = keyof TerminalPushes;
