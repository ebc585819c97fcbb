/** What crosses between two JavaScript worlds: a clone, or a token for something that stays where it is. */
type Crossing =
  | { readonly kind: 'clone'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'function' | 'promise'; readonly id: number };
type WorldMessage =
  | {
      readonly kind: 'expose';
      readonly name: string;
      readonly functions: readonly (readonly [string, Crossing])[];
    }
  | { readonly kind: 'call'; readonly id: number; readonly args: readonly Crossing[] }
  | { readonly kind: 'returned' | 'threw'; readonly value: Crossing }
  | { readonly kind: 'kept' | 'broken'; readonly id: number; readonly value: Crossing };

export type JoinedWorld = {
  /** As Electron's `contextBridge.exposeInMainWorld`, for a flat record of functions. */
  readonly expose: (name: string, functions: Readonly<Record<string, (...args: never[]) => unknown>>) => void;
};

/**
 * One end of a context bridge; the two worlds of a page each run this text, with the names swapped. They share the DOM
 * and nothing else: a message is the `detail` of a DOM event, which the browser clones when another world reads it.
 * As over Electron's bridge a function stays where it is and is called from the other side, a promise is followed, an
 * Error keeps only its message, and what cannot be cloned throws. Stands alone, because it runs inside the page.
 *
 * @param hears name of the event this end listens to, known to the two ends only
 * @param tells name of the event the other end listens to
 */
export function joinWorlds(hears: string, tells: string): JoinedWorld {
  type Settle = { readonly keep: (value: unknown) => void; readonly break: (reason: unknown) => void };
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, Settle>();
  let lastId = 0;
  /** Of the call under way: events are dispatched at once, so the answer is there when `tell` comes back. */
  let answer: WorldMessage | null = null;

  const tell = (message: WorldMessage): void => {
    window.dispatchEvent(new CustomEvent(tells, { detail: message }));
  };
  const follow = (promise: Promise<unknown>): number => {
    const id = (lastId += 1);
    promise.then(
      (value) => tell({ kind: 'kept', id, value: pack(value) }),
      (reason: unknown) => tell({ kind: 'broken', id, value: pack(reason) }),
    );
    return id;
  };
  const pack = (value: unknown): Crossing => {
    if (typeof value === 'function') {
      lastId += 1;
      functions.set(lastId, value as (...args: unknown[]) => unknown);
      return { kind: 'function', id: lastId };
    }
    if (value instanceof Promise) return { kind: 'promise', id: follow(value) };
    if (value instanceof Error) return { kind: 'error', message: value.message };
    return { kind: 'clone', value: structuredClone(value) };
  };
  const unpack = (crossing: Crossing): unknown => {
    if (crossing.kind === 'clone') return crossing.value;
    if (crossing.kind === 'error') return new Error(crossing.message);
    const { kind, id } = crossing;
    if (kind === 'function') return (...args: unknown[]) => call(id, args);
    return new Promise((keep, broken) => promises.set(id, { keep, break: broken }));
  };
  const call = (id: number, args: readonly unknown[]): unknown => {
    answer = null;
    tell({ kind: 'call', id, args: args.map(pack) });
    const given = answer as WorldMessage | null;
    if (given?.kind === 'returned') return unpack(given.value);
    throw given?.kind === 'threw' ? unpack(given.value) : new Error('the other world did not answer');
  };
  const run = (id: number, args: readonly Crossing[]): WorldMessage => {
    try {
      return { kind: 'returned', value: pack(functions.get(id)?.(...args.map(unpack))) };
    } catch (error) {
      return { kind: 'threw', value: pack(error) };
    }
  };

  window.addEventListener(hears, (event) => {
    const message = (event as CustomEvent<WorldMessage>).detail;
    if (message.kind === 'call') tell(run(message.id, message.args));
    else if (message.kind === 'expose') {
      const exposed = message.functions.map(([key, crossing]) => [key, unpack(crossing)] as const);
      const value = Object.freeze(Object.fromEntries(exposed));
      Object.defineProperty(window, message.name, { value, enumerable: true });
    } else if (message.kind === 'kept' || message.kind === 'broken') {
      const settle = promises.get(message.id);
      promises.delete(message.id);
      settle?.[message.kind === 'kept' ? 'keep' : 'break'](unpack(message.value));
    } else answer = message;
  });
  return {
    expose: (name, record) =>
      tell({
        kind: 'expose',
        name,
        functions: Object.entries(record).map(([key, item]) => [key, pack(item)]),
      }),
  };
}
