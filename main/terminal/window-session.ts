import { TerminalError } from '../contract/terminal-error.ts';
import { MAX_VIEWS_PER_WINDOW, type ViewId, type ViewRequest } from '../contract/view-request.ts';
import { VIEW_KIND } from '../contract/view-frame.ts';
import type { FedInstrument, MarketFeed } from '../core/market-feed.ts';
import { ViewPublisher, type PublishedView, type PublisherOptions } from './view-publisher.ts';
import { CandleSection } from './views/candle-section.ts';
import { LadderSection } from './views/ladder-section.ts';
import type { SharedLadders } from './views/shared-ladders.ts';
import { TapeSection } from './views/tape-section.ts';
import { WatchlistSection } from './views/watchlist-section.ts';

/** The views of one window. */
export class WindowSession {
  readonly publisher: ViewPublisher;
  readonly #feed: MarketFeed;
  readonly #ladders: SharedLadders;
  #nextViewId = 1;

  /** @param ladders shared by the windows of one terminal */
  constructor(feed: MarketFeed, ladders: SharedLadders, options: PublisherOptions) {
    this.#feed = feed;
    this.#ladders = ladders;
    this.publisher = new ViewPublisher(options);
  }

  /** @throws TerminalError for an unknown instrument or one view too many */
  openView(request: ViewRequest): ViewId {
    if (this.publisher.viewCount >= MAX_VIEWS_PER_WINDOW) {
      throw new TerminalError(
        'TERMINAL_TOO_MANY_VIEWS',
        `expected at most ${MAX_VIEWS_PER_WINDOW} open views`,
      );
    }
    const viewId = this.#nextViewId;
    this.publisher.add(this.#viewFor(viewId, request));
    this.#nextViewId += 1;
    return viewId;
  }

  /** The view starts anew under its old number. @throws TerminalError for an unknown view, or one of another kind */
  changeView(viewId: ViewId, request: ViewRequest): void {
    const view = this.publisher.find(viewId);
    if (view === undefined) throw unknownView(viewId);
    if (view.kind !== VIEW_KIND[request.kind]) {
      throw new TerminalError(
        'TERMINAL_INVALID_INPUT',
        `expected view ${viewId} to stay of its kind, received ${request.kind}`,
      );
    }
    const changed = this.#viewFor(viewId, request);
    this.publisher.remove(viewId);
    this.publisher.add(changed);
  }

  /** @throws TerminalError for an unknown view */
  closeView(viewId: ViewId): void {
    if (!this.publisher.remove(viewId)) throw unknownView(viewId);
  }

  #viewFor(viewId: ViewId, request: ViewRequest): PublishedView {
    switch (request.kind) {
      case 'watchlist':
        return new WatchlistSection(viewId, this.#feed);
      case 'ladder':
        return new LadderSection(viewId, request, this.#find(request.instrument), this.#ladders);
      case 'tape':
        return new TapeSection(viewId, this.#find(request.instrument));
      case 'candles':
        return new CandleSection(viewId, request, this.#find(request.instrument));
    }
  }

  #find(id: string): FedInstrument {
    const fed = this.#feed.find(id);
    if (fed !== undefined) return fed;
    throw new TerminalError(
      'TERMINAL_UNKNOWN_INSTRUMENT',
      `expected an instrument the venue announced, received ${id}`,
    );
  }
}

function unknownView(viewId: ViewId): TerminalError {
  return new TerminalError('TERMINAL_UNKNOWN_VIEW', `expected an open view, received ${viewId}`);
}
