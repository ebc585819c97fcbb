import type { BasicParts, Core } from './exchange-core.ts';
import type { Edges } from './exchange-edges.ts';
import { waitAfterStep } from './server/step-pace.ts';
import { VenueDriver } from './server/venue-driver.ts';
import type { StartVenueOptions } from './venue-options.ts';

/** Lets the market move on, step by step, until it is stopped. @returns what stops it */
export function keepStepping(
  options: StartVenueOptions,
  { clock, counts }: BasicParts,
  { market, runs, faults }: Core,
  { sockets, http, observability }: Edges,
): () => void {
  const { speed = 1, warn = () => undefined } = options;
  const driver = new VenueDriver({ market, venue: runs, clock, log: warn, speed });
  let timer: NodeJS.Timeout;
  const step = (): void => {
    const startedMs = clock.monotonicMs();
    const sentBefore = counts.total('messagesOut');
    sockets.batched(() => {
      faults.tick();
      driver.step();
      http.tick();
    });
    sockets.readOn();
    const tookMs = clock.monotonicMs() - startedMs;
    observability.stepped(tookMs / 1_000, counts.total('messagesOut') - sentBefore);
    timer = setTimeout(step, waitAfterStep(tookMs));
  };
  step();
  return () => clearTimeout(timer);
}
