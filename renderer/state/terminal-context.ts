import { createContext } from 'svelte';
import type { TerminalClient } from '../api/terminal-client.ts';
import { Paintings, type PaintingsOptions } from '../painting/paintings.svelte.ts';
import { FeedState } from './feed-state.svelte.ts';
import { FreshnessState } from './freshness-state.svelte.ts';
import { InstrumentsState } from './instruments-state.svelte.ts';
import { LogState } from './log-state.svelte.ts';
import { SelectionState } from './selection-state.svelte.ts';

/** What every panel can reach. */
export type TerminalContext = {
  readonly client: TerminalClient;
  readonly instruments: InstrumentsState;
  readonly selection: SelectionState;
  readonly feed: FeedState;
  readonly freshness: FreshnessState;
  /** Where ladders and tapes are painted. */
  readonly paintings: Paintings;
  readonly log: LogState;
  /** Ends every subscription; the client is closed too. */
  dispose(): void;
};

const [getContextTerminal, setContextTerminal] = createContext<TerminalContext>();

/** The terminal of the component tree; throws outside one. */
export function getTerminal(): TerminalContext {
  return getContextTerminal();
}

/** To be called while the root component of a tree is set up. */
export function setTerminal(terminal: TerminalContext): void {
  setContextTerminal(terminal);
}

/**
 * The state of one window over one client.
 *
 * @param log handed in, because the transport below the client writes to it
 * @param startWorker starts the painting worker; without it the page paints by itself
 */
export function createTerminalContext(
  client: TerminalClient,
  log: LogState = new LogState(),
  startWorker: PaintingsOptions['startWorker'] = () => null,
): TerminalContext {
  const stopFaults = client.onFault((fault) => log.add(fault));
  const report = log.add.bind(log);
  const instruments = new InstrumentsState(client, report);
  const feed = new FeedState(client, report);
  const freshness = new FreshnessState(client);
  const paintings = new Paintings({ client, report, startWorker });
  return {
    client,
    instruments,
    selection: new SelectionState(instruments),
    feed,
    freshness,
    paintings,
    log,
    dispose: () => {
      stopFaults();
      instruments.dispose();
      feed.dispose();
      freshness.dispose();
      paintings.dispose();
      client.close();
    },
  };
}
