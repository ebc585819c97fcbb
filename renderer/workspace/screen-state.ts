import type { DataQuality } from '../../main/contract/data-quality.ts';
import type { HostConnection } from '../../main/contract/host-transport.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';

/** What the screen as a whole is judged by. */
export type ScreenFacts = {
  readonly connection: HostConnection;
  /** Wall clock, milliseconds: since when the connection stands as it does. */
  readonly connectionSinceMs: number;
  /** Null while the terminal gives signs of life. */
  readonly hostTrouble: DataQuality | null;
  readonly health: FeedHealthView | null;
  /** Whether there is anything to show: instruments are known. */
  readonly hasInstruments: boolean;
};

/** Something that concerns the whole screen, not one panel. */
export type Trouble = {
  readonly kind: 'connecting' | 'disconnected' | 'denied';
  readonly title: string;
  /** Address or name; '' when there is none to tell. */
  readonly where: string;
  /** Wall clock, milliseconds; 0 when unknown. */
  readonly sinceMs: number;
  /** What the program does now and what the person can do. */
  readonly advice: string;
  /** Whether asking the terminal to try the venue again makes sense. */
  readonly canRetry: boolean;
};

export type ScreenState = {
  /** The panels are shown, dimmed where stale; otherwise a picture of the trouble fills the window. */
  readonly showsPanels: boolean;
  readonly trouble: Trouble | null;
};

/** Judges the whole screen: the nearest trouble first, because what lies behind it cannot be known. */
export function screenState(facts: ScreenFacts): ScreenState {
  if (facts.connection === 'denied') return { showsPanels: false, trouble: DENIED };
  const trouble = hostTroubleOf(facts) ?? feedTroubleOf(facts);
  return {
    showsPanels: facts.hasInstruments,
    trouble: trouble ?? (facts.hasInstruments ? null : awaiting(facts)),
  };
}

const DENIED: Trouble = {
  kind: 'denied',
  title: 'This window may not open the terminal',
  where: '',
  sinceMs: 0,
  advice:
    'The address lacks the token of this start. Open the address that the terminal printed when it started.',
  canRetry: false,
};

function hostTroubleOf({ connection, connectionSinceMs, hostTrouble }: ScreenFacts): Trouble | null {
  const common = { where: '', canRetry: false };
  if (connection === 'connecting')
    return {
      ...common,
      kind: 'connecting',
      title: 'Connecting to the terminal',
      sinceMs: connectionSinceMs,
      advice: '',
    };
  if (connection === 'closed')
    return {
      ...common,
      kind: 'disconnected',
      title: 'The terminal is not reachable',
      sinceMs: connectionSinceMs,
      advice: 'Trying again by itself. If it was stopped, start it again.',
    };
  if (hostTrouble?.reason === 'host-silent')
    return {
      ...common,
      kind: 'disconnected',
      title: 'The terminal is silent',
      sinceMs: hostTrouble.staleSinceMs,
      advice: 'Connected, but no sign of life from it: every number shown may be old.',
    };
  return null;
}

function feedTroubleOf({ health }: ScreenFacts): Trouble | null {
  // Some books that are not proved say so themselves, and the status bar counts them: a banner that comes and goes with
  // each of them would move every panel.
  if (health === null || health.state === 'live' || health.state === 'syncing') return null;
  if (health.state === 'suspect' && health.liveBooks > 0) return null;
  const common = { where: health.url, sinceMs: health.sinceMs, canRetry: true };
  const attempt = health.attempts > 1 ? `Attempt ${health.attempts}. ` : '';
  const reason = health.reason === '' ? '' : `${sentence(health.reason)} `;
  // From the second attempt on, attempts and pauses look alike: a text that flips between them several times a second says
  // nothing more.
  const isRetrying = health.state === 'backing-off' || (health.state === 'connecting' && health.attempts > 1);
  if (health.state === 'suspect')
    return {
      ...common,
      kind: 'disconnected',
      title: 'No book is live',
      advice: 'Connected, but what comes proves none of them. Asking for them again by itself.',
    };
  if (health.state === 'connecting' && !isRetrying)
    return {
      ...common,
      kind: 'connecting',
      title: 'Connecting to the venue',
      advice: `${reason}${attempt}`.trim(),
    };
  return {
    ...common,
    kind: 'disconnected',
    title: isRetrying ? 'The venue is not reachable' : 'The feed is closed',
    advice: `${reason}${attempt}${isRetrying ? 'Trying again by itself.' : ''}`.trim(),
  };
}

function awaiting({ connectionSinceMs, health }: ScreenFacts): Trouble {
  return {
    kind: 'connecting',
    title: 'Awaiting the venue’s instruments',
    where: health?.url ?? '',
    sinceMs: health?.sinceMs ?? connectionSinceMs,
    advice: '',
    canRetry: false,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
