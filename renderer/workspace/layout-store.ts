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

export function saveLayout(storage: LayoutStorage, layout: object): void {
  storage.setItem(STORAGE_KEY, JSON.stringify({ version: LAYOUT_VERSION, layout }));
}

export function forgetLayout(storage: LayoutStorage): void {
  storage.removeItem(STORAGE_KEY);
}

/** @param panels names of the panels that exist */
export function readLayout(storage: LayoutStorage, panels: readonly string[]): StoredLayout {
  const text = storage.getItem(STORAGE_KEY);
  if (text === null) return { type: 'none' };
  if (text.length > MAX_LAYOUT_LENGTH) return invalid(`a layout of ${text.length} characters`);
  const stored = parsed(text);
  if (!isRecord(stored)) return invalid('text that is not JSON of an object');
  if (stored['version'] !== LAYOUT_VERSION) return invalid(`version ${String(stored['version'])}`);
  const layout = stored['layout'];
  if (!isRecord(layout) || !isRecord(layout['grid']) || !isRecord(layout['panels']))
    return invalid('a layout without a grid or panels');
  const unknown = Object.values(layout['panels']).find(
    (panel) => !isRecord(panel) || !panels.includes(String(panel['contentComponent'])),
  );
  if (unknown !== undefined) return invalid('a panel that does not exist');
  if (Object.keys(layout['panels']).length === 0) return invalid('a layout without panels');
  return { type: 'layout', layout };
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
