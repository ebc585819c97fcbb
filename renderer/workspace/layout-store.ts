/** What of a browser's storage is used. */
export type LayoutStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type StoredLayout =
  | { readonly type: 'layout'; readonly layout: object }
  | { readonly type: 'none' }
  /** Something is stored, and it is not a layout of this version with panels that exist. */
  | { readonly type: 'invalid'; readonly message: string };

/** Raise it when panels are renamed or dockview's own format changes. */
export const LAYOUT_VERSION = 1;
const STORAGE_KEY = 'touchline.layout';
/** A layout is a few kilobytes; whatever is larger was not written by this program. */
const MAX_LAYOUT_LENGTH = 100_000;
/** A window's views are bounded, and so is what a screen can show. */
export const MAX_PANELS = 24;
/** Longest id that the terminal takes. */
const MAX_INSTRUMENT_LENGTH = 32;

export function saveLayout(storage: LayoutStorage, layout: object): void {
  storage.setItem(STORAGE_KEY, JSON.stringify({ version: LAYOUT_VERSION, layout }));
}

export function forgetLayout(storage: LayoutStorage): void {
  storage.removeItem(STORAGE_KEY);
}

/** Whether something is stored, readable or not. */
export function hasLayout(storage: LayoutStorage): boolean {
  return storage.getItem(STORAGE_KEY) !== null;
}

/** @param panels names of the panels that exist */
export function readLayout(storage: LayoutStorage, panels: readonly string[]): StoredLayout {
  const text = storage.getItem(STORAGE_KEY);
  if (text === null) return { type: 'none' };
  if (text.length > MAX_LAYOUT_LENGTH) return invalid(`a layout of ${text.length} characters`);
  const kept = parsed(text);
  if (!isRecord(kept)) return invalid('text that is not JSON of an object');
  if (kept['version'] !== LAYOUT_VERSION) return invalid(`version ${String(kept['version'])}`);
  const layout = kept['layout'];
  if (!isRecord(layout) || !isRecord(layout['grid']) || !isRecord(layout['panels']))
    return invalid('a layout without a grid or panels');
  const stored = Object.values(layout['panels']);
  if (stored.length === 0) return invalid('a layout without panels');
  if (stored.length > MAX_PANELS) return invalid(`a layout of ${stored.length} panels`);
  for (const panel of stored) {
    if (!isRecord(panel) || !panels.includes(String(panel['contentComponent'])))
      return invalid('a panel that does not exist');
    if (!isPinning(panel['params'])) return invalid('a panel pinned to what is no instrument');
  }
  return { type: 'layout', layout };
}

/** A panel has no parameters, or those it was pinned with. */
function isPinning(params: unknown): boolean {
  if (params === undefined) return true;
  if (!isRecord(params)) return false;
  const instrument = params['instrument'] ?? '';
  return typeof instrument === 'string' && instrument.length <= MAX_INSTRUMENT_LENGTH;
}

function invalid(received: string): StoredLayout {
  return { type: 'invalid', message: `expected a layout of version ${LAYOUT_VERSION}, received ${received}` };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
