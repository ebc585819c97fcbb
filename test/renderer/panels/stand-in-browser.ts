import { RecordingSurface } from './recording-surface.ts';

/** What jsdom lacks for panels that paint: a laid-out box, a canvas context and animation frames on demand. */
export type StandInBrowser = {
  readonly surface: RecordingSurface;
  /** Runs the animation frames that are waiting. */
  paint(): void;
  restore(): void;
};

export function standInBrowser(width: number, height: number): StandInBrowser {
  const surface = new RecordingSurface();
  let waiting = new Map<number, FrameRequestCallback>();
  let lastRequest = 0;
  const replaced = [
    replace(HTMLElement.prototype, 'clientWidth', { get: () => width }),
    replace(HTMLElement.prototype, 'clientHeight', { get: () => height }),
    replace(HTMLCanvasElement.prototype, 'getContext', { value: () => surface }),
    replace(HTMLElement.prototype, 'setPointerCapture', { value: () => {} }),
    replace(document, 'fonts', { value: new EventTarget() }),
    replace(globalThis, 'ResizeObserver', { value: SilentObserver }),
    replace(globalThis, 'requestAnimationFrame', {
      value: (call: FrameRequestCallback) => {
        waiting.set(++lastRequest, call);
        return lastRequest;
      },
    }),
    replace(globalThis, 'cancelAnimationFrame', { value: (request: number) => waiting.delete(request) }),
  ];
  return {
    surface,
    paint: () => {
      const due = waiting;
      waiting = new Map();
      for (const call of due.values()) call(0);
    },
    restore: () => {
      for (const undo of replaced) undo();
    },
  };
}

/** Sizes do not change in these tests. */
class SilentObserver {
  observe(): void {}
  disconnect(): void {}
}

function replace(target: object, name: string, descriptor: PropertyDescriptor): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}
