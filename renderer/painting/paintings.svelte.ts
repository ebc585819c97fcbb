import { LIVE, type DataQuality } from '../../main/contract/data-quality.ts';
import type { ClientFault } from '../api/client-fault.ts';
import { NEVER_LIVE } from '../api/host-watch.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import { readTheme, type CanvasTheme } from '../shared/canvas-theme.ts';
import { pagePaintLoop } from '../shared/paint-loop.ts';
import { isSeen, type Extent, type MountedPainting } from '../shared/painting.ts';
import { watchSeenExtent } from '../shared/watch-extent.ts';
import { pageFonts } from './page-fonts.ts';
import type {
  PaintingCommand,
  PaintingName,
  PaintingOrder,
  PaintingReport,
  PaintingStart,
} from './painting-kinds.ts';
import type { PaintingId, PaintingMessage } from './painting-messages.ts';
import { PaintingSet } from './painting-set.ts';
import type { WorkerLink, WorkerLinkEvents } from './worker-link.ts';

export type PaintingsOptions = {
  /** For paintings that the page makes itself. */
  readonly client: Pick<TerminalClient, 'openView'>;
  readonly report: (fault: ClientFault) => void;
  /** Starts the painting worker; null when there can be none. */
  readonly startWorker: (events: WorkerLinkEvents) => WorkerLink | null;
};

/**
 * The page's paintings: made by its painting worker, and by the page itself where there can be none or once it was given
 * up. A canvas belongs to one place for good, so panels make a new one whenever `place` is another.
 */
export class Paintings {
  readonly #options: PaintingsOptions;
  readonly #listeners = new Map<PaintingId, (report: unknown) => void>();
  #link: WorkerLink | null;
  #page: PaintingSet | null = null;
  #theme: CanvasTheme | null = null;
  #nextId = 1;
  #place: number = $state.raw(0);
  #trouble: DataQuality | null = $state.raw(null);
  readonly #stops: (() => void)[] = [];

  constructor(options: PaintingsOptions) {
    this.#options = options;
    this.#link = options.startWorker({
      onReport: (id, report) => this.#listeners.get(id)?.(report),
      onTerminal: (trouble) => (this.#trouble = trouble),
      onFault: options.report,
      onGone: (fault) => this.#workerGone(fault),
    });
    if (this.#link !== null) this.#trouble = NEVER_LIVE;
  }

  /** Another number whenever paintings are made elsewhere than before. */
  get place(): number {
    return this.#place;
  }

  /** What is said of every painting beside its own quality: whether the line its frames come over is to be believed. */
  get quality(): DataQuality {
    return this.#trouble ?? LIVE;
  }

  /** Hangs a painting on a canvas that fills its parent and has not been drawn on. */
  mount<Name extends PaintingName>(
    name: Name,
    canvas: HTMLCanvasElement,
    start: PaintingStart<Name>,
    onReport: (report: PaintingReport<Name>) => void,
  ): MountedPainting<PaintingCommand<Name>> {
    const box = canvas.parentElement;
    if (box === null) throw new Error('expected a canvas with a parent');
    const id = this.#nextId++;
    // The painting is of this kind, so what it reports is.
    this.#listeners.set(id, (report) => onReport(report as PaintingReport<Name>));
    this.#open(id, canvas, { name, start } as PaintingOrder);
    const stopExtent = watchSeenExtent(box, (extent) => this.#resize(id, canvas, extent));
    return {
      command: (command) => this.#post({ kind: 'command', id, command }),
      dispose: () => {
        stopExtent();
        this.#listeners.delete(id);
        this.#post({ kind: 'close', id });
      },
    };
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#link?.dispose();
    this.#page?.dispose();
  }

  #open(id: PaintingId, canvas: HTMLCanvasElement, order: PaintingOrder): void {
    if (this.#theme === null) this.#begin();
    if (this.#link === null) {
      this.#post({ kind: 'open', id, canvas, order });
      return;
    }
    const offscreen = canvas.transferControlToOffscreen();
    this.#link.post({ kind: 'open', id, canvas: offscreen, order }, [offscreen]);
  }

  /** Before the first painting, when the page's styles are sure to be there. */
  #begin(): void {
    this.#wear();
    const link = this.#link;
    if (link !== null) link.post({ kind: 'fonts', fonts: pageFonts(document.styleSheets) });
    const tellSeen = (): void => link?.post({ kind: 'seen', isSeen: document.visibilityState === 'visible' });
    const arrived = (): void => this.#page?.fontsArrived();
    const themes = new MutationObserver(() => this.#wear());
    tellSeen();
    document.addEventListener('visibilitychange', tellSeen);
    document.fonts.addEventListener('loadingdone', arrived);
    themes.observe(document.documentElement, { attributes: true });
    this.#stops.push(
      () => document.removeEventListener('visibilitychange', tellSeen),
      () => document.fonts.removeEventListener('loadingdone', arrived),
      () => themes.disconnect(),
    );
  }

  #wear(): void {
    this.#theme = readTheme();
    this.#post({ kind: 'theme', theme: this.#theme });
  }

  #resize(id: PaintingId, canvas: HTMLCanvasElement, extent: Extent): void {
    // A canvas that cannot be seen keeps its size, so that it stands where it was when it is seen again.
    if (isSeen(extent)) {
      canvas.style.width = `${extent.width}px`;
      canvas.style.height = `${extent.height}px`;
    }
    this.#post({ kind: 'resize', id, extent });
  }

  #post(message: PaintingMessage): void {
    if (this.#link !== null) this.#link.post(message);
    else this.#pageSet().take(message);
  }

  #pageSet(): PaintingSet {
    this.#page ??= new PaintingSet({
      client: this.#options.client,
      loop: pagePaintLoop,
      report: (id, report) => this.#listeners.get(id)?.(report),
      fault: this.#options.report,
    });
    return this.#page;
  }

  #workerGone(fault: ClientFault): void {
    this.#link = null;
    this.#trouble = null;
    this.#options.report(fault);
    if (this.#theme !== null) this.#post({ kind: 'theme', theme: this.#theme });
    this.#place += 1;
  }
}
