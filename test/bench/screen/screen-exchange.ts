// A process of its own: the simulated exchange the pages look at. Says `{url}` when it listens, stops the market when
// told to, and says `halted` then; ends with its parent.
import { instrumentSpecs } from '../../../feed-simulator/market-model/instruments.ts';
import { startVenue, type RunningVenue } from '../../../feed-simulator/start-venue.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';

export type ExchangeLoad = { readonly instruments: number; readonly rate: number };
export type ExchangeWord = { readonly type: 'listening'; readonly url: string } | { readonly type: 'halted' };

const HALT_MS = 3_600_000;
/** The terminal asks book, trades and history of each instrument, the stock page a ticker of each. */
const REQUESTS_PER_INSTRUMENT = 4;
const SPARE = 200;

const load = JSON.parse(process.argv[2] ?? '') as ExchangeLoad;
const requests = REQUESTS_PER_INSTRUMENT * load.instruments + SPARE;
const specs = instrumentSpecs(load.instruments);
const running = await startVenue({
  port: 0,
  seed: 1,
  rate: load.rate,
  specs,
  isControlled: true,
  limits: { ...DEFAULT_LIMITS, anonymousSubscriptions: requests, messageBurst: requests },
});

function say(word: ExchangeWord): void {
  process.send?.(word);
}

async function halt({ tokens, httpUrl }: RunningVenue): Promise<void> {
  const grant = { subject: 'bench', scopes: ['control'] as const, instruments: null };
  const life = { lifeSeconds: 60, refreshForSeconds: 0 };
  const { token } = await tokens.issue({ ...grant, ...life }, timestampMicros(Date.now() * 1_000));
  for (const { terms } of specs) {
    const answer = await fetch(new URL('v1/control/market', httpUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ instrument: terms.id, regime: 'halt', durationMs: HALT_MS }),
    });
    // One that has paused by itself is out of trading already.
    if (!answer.ok && answer.status !== 409)
      throw new Error(`${terms.id} was not halted: ${await answer.text()}`);
  }
}

process.on('message', () => void halt(running).then(() => say({ type: 'halted' })));
process.once('disconnect', () => void running.close().then(() => process.exit(0)));
say({ type: 'listening', url: running.url });
