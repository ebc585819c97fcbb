import { RecordingSurface } from './recording-surface.ts';

/** What jsdom lacks for panels that paint: a laid-out box, a canvas context and animation frames on demand. */
export type StandInBrowser = {
  readonly surface: RecordingSurface;
  /** Runs the animation frames that are waiting. */
  paint(): void;
  /** Gives every element another size; 0 by 0 is what a panel behind another tab has. */
  resize(width: number, height: number): void;
  /** The window is hidden or seen again. */
  hide(isHidden: boolean): void;
  restore(): void;
};

export function standInBrowser(width: number, height: number): StandInBrowser {
  const surface = new RecordingSurface();
  const size = { width, height };
  const observers = new Set<() => void>();
  let waiting = new Map<number, FrameRequestCallback>();
  let lastRequest = 0;
  let isHidden = false;
  const replaced = [
    replace(HTMLElement.prototype, 'clientWidth', { get: () => size.width }),
    replace(HTMLElement.prototype, 'clientHeight', { get: () => size.height }),
    replace(HTMLCanvasElement.prototype, 'getContext', { value: () => surface }),
    replace(HTMLElement.prototype, 'setPointerCapture', { value: () => {} }),
    replace(document, 'fonts', { value: new EventTarget() }),
    replace(document, 'hidden', { get: () => isHidden }),
    replace(globalThis, 'ResizeObserver', { value: observerClass(observers) }),
    replace(globalThis, 'matchMedia', { value: () => new EventTarget() }),
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
    resize: (newWidth, newHeight) => {
      size.width = newWidth;
      size.height = newHeight;
      for (const tell of [...observers]) tell();
    },
    hide: (wanted) => {
      isHidden = wanted;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    restore: () => {
      for (const undo of replaced) undo();
    },
  };
}

/** Tells of a change only; the sizes at first are read by whoever observes them. */
function observerClass(observers: Set<() => void>): new (changed: () => void) => object {
  return class {
    readonly #changed: () => void;
    constructor(changed: () => void) {
      this.#changed = changed;
    }
    observe(): void {
      observers.add(this.#changed);
    }
    disconnect(): void {
      observers.delete(this.#changed);
    }
  };
}

function replace(target: object, name: string, descriptor: PropertyDescriptor): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}
