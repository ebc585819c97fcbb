import type { HostTransport } from '../../main/contract/host-transport.ts';
import { VIEW_KIND } from '../../main/contract/view-frame.ts';
import type { OpenedView, ViewId, ViewRequest } from '../../main/contract/view-request.ts';
import { errorCode, errorText } from './client-fault.ts';
import type { AddressedSection, FrameSection } from './frame-reader.ts';

/** A view the panel holds open; it is opened again by itself whenever the host's connection comes back. */
export type ViewHandle<R extends ViewRequest> = {
  /** Conflated: while a request is under way only the latest one is kept. Must be of the same kind as the first. */
  change(request: R): void;
  /** No section is delivered after this. Safe to call twice. */
  close(): void;
};

type OpenView = {
  wanted: ViewRequest;
  /** What the host knows of; null while it knows of nothing. */
  sent: ViewRequest | null;
  viewId: ViewId | null;
  isAsking: boolean;
  isClosed: boolean;
  readonly onSection: (section: FrameSection) => void;
  readonly onLost: () => void;
};

/** Sections kept for views whose opening has not been answered yet: frames and answers may travel on different lines. */
const MAX_EARLY_SECTIONS = 64;
/**
 * Openings under way at once; the others wait here. A person who runs through a list closes most views before their turn
 * comes, so the host never hears of those and its limit of open views is out of reach.
 */
const MAX_OPENINGS = 12;

/** Keeps the host's views equal to what the panels want, one request at a time for each view. */
export class OpenViews {
  readonly #transport: HostTransport;
  readonly #report: (code: string, message: string) => void;
  readonly #views = new Set<OpenView>();
  readonly #byId = new Map<ViewId, OpenView>();
  #early: AddressedSection[] = [];
  #opening = 0;
  /** Counts the host's connections; what was asked of an earlier one no longer matters. 0: not connected. */
  #connection = 0;
  #isConnected = false;

  constructor(transport: HostTransport, report: (code: string, message: string) => void) {
    this.#transport = transport;
    this.#report = report;
  }

  /** @param onLost what the sections brought is of an ended connection, until the next section */
  open<R extends ViewRequest>(
    request: R,
    onSection: (section: FrameSection) => void,
    onLost: () => void,
  ): ViewHandle<R> {
    const view: OpenView = {
      wanted: request,
      sent: null,
      viewId: null,
      isAsking: false,
      isClosed: false,
      onSection,
      onLost,
    };
    this.#views.add(view);
    this.#advance(view);
    return {
      change: (next) => {
        view.wanted = next;
        this.#advance(view);
      },
      close: () => {
        view.isClosed = true;
        this.#advance(view);
      },
    };
  }

  /** The host forgot every view with its old connection: all are opened anew. */
  connected(): void {
    this.disconnected();
    this.#connection += 1;
    this.#isConnected = true;
    for (const view of [...this.#views]) this.#advance(view);
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#byId.clear();
    this.#early = [];
    this.#opening = 0;
    for (const view of this.#views) {
      view.viewId = null;
      view.sent = null;
      view.isAsking = false;
      if (view.isClosed) this.#views.delete(view);
      else view.onLost();
    }
  }

  deliver(addressed: AddressedSection): void {
    const view = this.#byId.get(addressed.viewId);
    if (view === undefined) {
      // Nobody waits for an answer: it is a section of a view closed a moment ago.
      if (this.#opening === 0) return;
      this.#early.push(addressed);
      if (this.#early.length > MAX_EARLY_SECTIONS) this.#early.shift();
      return;
    }
    if (view.isClosed) return;
    if (addressed.kind !== VIEW_KIND[view.wanted.kind])
      this.#report(
        'FRAME_WRONG_KIND',
        `expected a ${view.wanted.kind} section, received kind ${addressed.kind}`,
      );
    else view.onSection(addressed.section);
  }

  #advance(view: OpenView): void {
    if (!this.#isConnected || view.isAsking) {
      if (!this.#isConnected && view.isClosed) this.#views.delete(view);
      return;
    }
    if (view.isClosed) this.#close(view);
    else if (view.viewId !== null) {
      if (view.wanted !== view.sent) this.#change(view, view.viewId);
    } else if (this.#opening < MAX_OPENINGS) this.#open(view);
  }

  /** An opening has been answered: those that had to wait have room, the oldest first. */
  #openWaiting(): void {
    for (const view of [...this.#views]) {
      if (this.#opening >= MAX_OPENINGS) return;
      if (view.viewId === null && view.sent === null) this.#advance(view);
    }
  }

  #open(view: OpenView): void {
    this.#opening += 1;
    this.#ask(
      view,
      () => this.#transport.request('open-view', view.wanted),
      (answer) => {
        this.#opening -= 1;
        const { viewId } = answer as OpenedView;
        view.viewId = viewId;
        this.#byId.set(viewId, view);
        const early = this.#early.filter((section) => section.viewId === viewId);
        this.#early = this.#opening === 0 ? [] : this.#early.filter((section) => section.viewId !== viewId);
        for (const section of early) this.deliver(section);
      },
      () => {
        this.#opening -= 1;
      },
    );
  }

  #change(view: OpenView, viewId: ViewId): void {
    this.#ask(
      view,
      () => this.#transport.request('change-view', { viewId, request: view.wanted }),
      () => {},
      (code) => {
        if (code !== 'TERMINAL_UNKNOWN_VIEW') return;
        this.#byId.delete(viewId);
        view.viewId = null;
        view.sent = null;
      },
    );
  }

  #close(view: OpenView): void {
    this.#views.delete(view);
    if (view.viewId === null) return;
    this.#byId.delete(view.viewId);
    this.#transport
      .request('close-view', { viewId: view.viewId })
      .catch((error: unknown) => this.#reportRefusal('close-view', error));
  }

  #ask(
    view: OpenView,
    request: () => Promise<unknown>,
    onAnswer: (answer: unknown) => void,
    onRefusal: (code: string) => void,
  ): void {
    const connection = this.#connection;
    const asked = view.wanted;
    view.isAsking = true;
    view.sent = asked;
    const isCurrent = (): boolean => this.#isConnected && connection === this.#connection;
    request().then(
      (answer) => {
        if (!isCurrent()) return;
        view.isAsking = false;
        onAnswer(answer);
        this.#advance(view);
        this.#openWaiting();
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        view.isAsking = false;
        const code = errorCode(error);
        onRefusal(code);
        this.#reportRefusal(asked.kind, error);
        // The same words would be refused again: only a newer wish (or a lost view) is worth asking.
        if (view.isClosed || view.wanted !== asked || code === 'TERMINAL_UNKNOWN_VIEW') this.#advance(view);
        this.#openWaiting();
      },
    );
  }

  #reportRefusal(what: string, error: unknown): void {
    this.#report(errorCode(error), `${what} refused: ${errorText(error)}`);
  }
}
