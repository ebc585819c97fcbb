import type { TerminalRequests } from '../contract/terminal-api.ts';
import { TerminalError } from '../contract/terminal-error.ts';
import type { FeedHealthView } from '../core/views/feed-health-view.ts';
import type { FeedClient } from '../feed/feed-client.ts';
import { instrumentSummaries } from './instrument-summaries.ts';
import { readFeedMode, readOpenedView, readViewChange, readViewRequest } from './read-view-request.ts';
import type { WindowSession } from './window-session.ts';

/** Every request of the contract with untrusted input; one without a handler does not compile. */
type Handlers = {
  readonly [C in keyof TerminalRequests]: (input: unknown) => Awaited<ReturnType<TerminalRequests[C]>>;
};

export type HandlerContext = {
  readonly client: FeedClient;
  readonly window: WindowSession;
  readonly readHealth: () => FeedHealthView;
};

/** @throws TerminalError for a channel that is not of the contract or input that is not of the channel */
export function answerRequest(context: HandlerContext, channel: string, input: unknown): unknown {
  const handlers = handlersOf(context);
  if (!Object.hasOwn(handlers, channel)) {
    throw new TerminalError(
      'TERMINAL_UNKNOWN_CHANNEL',
      `expected a request of the contract, received ${channel.slice(0, 64)}`,
    );
  }
  return handlers[channel as keyof Handlers](input);
}

function handlersOf({ client, window, readHealth }: HandlerContext): Handlers {
  return {
    'list-instruments': () => instrumentSummaries(client.feed.instruments),
    'read-feed-health': () => readHealth(),
    'open-view': (input) => ({ viewId: window.openView(readViewRequest(input)) }),
    'change-view': (input) => {
      const { viewId, request } = readViewChange(input);
      window.changeView(viewId, request);
      return undefined;
    },
    'close-view': (input) => {
      window.closeView(readOpenedView(input).viewId);
      return undefined;
    },
    'retry-feed': () => {
      client.retry();
      return undefined;
    },
    'set-feed-mode': (input) => {
      client.setMode(readFeedMode(input));
      return undefined;
    },
  };
}
