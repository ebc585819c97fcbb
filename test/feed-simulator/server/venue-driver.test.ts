import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { DrivenMarket } from '../../../feed-simulator/server/venue-driver.ts';
import { VenueDriver } from '../../../feed-simulator/server/venue-driver.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { ManualClock } from './venue-fixture.ts';

/** A market that makes one change at the end of each step. */
class SteppedMarket implements DrivenMarket {
  now = timestampMicros(1_000_000);

  advanceTo(until: DrivenMarket['now'], emit: (change: MarketChange) => void): void {
    this.now = until;
    emit({ kind: 'book', instrument: 0, venueTime: until, levels: [], trades: [] });
  }
}

function driven(speed?: number): {
  clock: ManualClock;
  market: SteppedMarket;
  seen: string[];
  driver: VenueDriver;
  log: string[];
} {
  const clock = new ManualClock();
  const market = new SteppedMarket();
  const seen: string[] = [];
  const log: string[] = [];
  const venue = {
    apply: (change: MarketChange) => seen.push(`change at ${change.venueTime}`),
    tick: () => seen.push('tick'),
  };
  return {
    clock,
    market,
    seen,
    log,
    driver: new VenueDriver({
      market,
      venue,
      clock,
      log: (line) => log.push(line),
      ...(speed === undefined ? {} : { speed }),
    }),
  };
}

describe('VenueDriver', () => {
  it('passes the changes on and then lets the venue act, at the pace of the real clock', () => {
    const { clock, seen, driver } = driven();
    clock.advance(5);
    driver.step();
    clock.advance(7.5);
    driver.step();
    expect(seen).toEqual(['change at 1005000', 'tick', 'change at 1012500', 'tick']);
  });

  it('makes up for a short pause', () => {
    const { clock, market, driver, log } = driven();
    clock.advance(250);
    driver.step();
    expect([market.now, log]).toEqual([1_250_000, []]);
  });

  it('gives up what is more than a short pause, says so once, and does not make it up later', () => {
    const { clock, market, driver, log } = driven();
    clock.advance(60_000);
    driver.step();
    expect(market.now).toBe(1_250_000);
    clock.advance(5);
    driver.step();
    expect(market.now).toBe(1_255_000);
    expect(log).toEqual([
      `the simulator stood still or has too much to do: the market's clock lost another 59750 ms (a lower --rate or --speed helps)`,
    ]);
  });

  it('runs as many times as quick as it is told to', () => {
    for (const speed of [0.5, 60]) {
      const { clock, market, driver } = driven(speed);
      const before = market.now;
      for (let step = 0; step < 100; step++) {
        clock.advance(5);
        driver.step();
      }
      expect(market.now - before).toBe(500_000 * speed);
    }
  });

  it('lets go of a market that is too much for the machine in time for heartbeats, and says so now and then', () => {
    const { clock, market, driver, log } = driven(1_000);
    const advanceTo = market.advanceTo.bind(market);
    // Each hundredth of a second of this market takes a millisecond: a tenth of the speed is what can be had.
    market.advanceTo = (until, emit) => {
      clock.advance(Math.ceil((until - market.now) / 10_000));
      advanceTo(until, emit);
    };
    const before = { market: market.now, ms: clock.monotonicMs() };
    for (let step = 0; step < 400; step++) {
      clock.advance(1);
      const begunMs = clock.monotonicMs();
      driver.step();
      expect(clock.monotonicMs() - begunMs).toBeLessThanOrEqual(50);
    }
    const passedMs = clock.monotonicMs() - before.ms;
    expect((market.now - before.market) / 1_000 / passedMs).toBeGreaterThan(9);
    expect(log.length).toBe(Math.ceil(passedMs / 10_000));
  });
});
