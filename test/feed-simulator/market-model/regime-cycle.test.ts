import { describe, expect, it } from 'vitest';
import { RegimeCycle } from '../../../feed-simulator/market-model/regime-cycle.ts';
import {
  ALL_WEIGHTS,
  MEAN_ACTIVITY,
  REGIME_NAMES,
  REGIMES,
} from '../../../feed-simulator/market-model/regime.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';

const STEPS_PER_MINUTE = 300;
const open = (seed = 1): RegimeCycle => new RegimeCycle(new SeededRandom(seed, 'regimes'));
/** Where the price goes from 10,000 within so many steps, carried by nothing else. */
function carried(cycle: RegimeCycle, steps: number): number[] {
  let price = 10_000;
  return Array.from({ length: steps }, () => {
    cycle.step();
    price += cycle.drift(price, 1);
    return price;
  });
}

describe('REGIMES', () => {
  it('has weights that add up', () => {
    expect(REGIME_NAMES.reduce((sum, name) => sum + REGIMES[name].weight, 0)).toBe(ALL_WEIGHTS);
  });
});

describe('RegimeCycle', () => {
  it('shows calm, fast and trending within minutes', () => {
    const seen = new Set<string>();
    const cycle = open();
    for (let step = 0; step < 30 * STEPS_PER_MINUTE; step++) {
      cycle.step();
      seen.add(cycle.name);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['calm', 'fast', 'trending']));
  });

  it('crashes and halts some of a hundred instruments in a day, and is as active as it says in the mean', () => {
    let crashes = 0;
    let halts = 0;
    let activity = 0;
    const steps = 24 * 60 * STEPS_PER_MINUTE;
    for (let seed = 0; seed < 20; seed++) {
      const cycle = open(seed);
      let before = cycle.name;
      for (let step = 0; step < steps; step++) {
        cycle.step();
        activity += cycle.traits.activity;
        if (cycle.name === before) continue;
        before = cycle.name;
        if (before === 'flashCrash') crashes++;
        if (before === 'halt') halts++;
      }
    }
    expect(crashes).toBeGreaterThan(2);
    expect(crashes).toBeLessThan(16);
    expect(halts).toBeGreaterThan(0);
    expect(halts).toBeLessThan(10);
    expect(activity / (20 * steps) / MEAN_ACTIVITY).toBeCloseTo(1, 1);
  });

  it('falls by one to three percent in a flash crash and recovers most of it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const cycle = open(seed);
      cycle.force('flashCrash', 1_000);
      const path = carried(cycle, 1_000);
      const lowest = Math.min(...path);
      expect(path.indexOf(lowest)).toBeLessThan(160);
      expect(lowest).toBeGreaterThan(9_690);
      expect(lowest).toBeLessThan(9_902);
      expect(((path.at(-1) ?? 0) - lowest) / (10_000 - lowest)).toBeCloseTo(0.85, 1);
    }
  });

  it('sends sellers into a flash crash and buyers after it', () => {
    const cycle = open();
    cycle.force('flashCrash', 1_000);
    carried(cycle, 50);
    expect(cycle.buyers256).toBeLessThan(64);
    carried(cycle, 500);
    expect(cycle.buyers256).toBeGreaterThan(128);
  });

  it('carries a trend one way, with those who trade', () => {
    const ends = Array.from({ length: 20 }, (_, seed) => {
      const cycle = open(seed);
      cycle.force('trending', 600);
      const end = (carried(cycle, 600).at(-1) ?? 0) - 10_000;
      expect(cycle.buyers256 > 128).toBe(end > 0);
      return Math.round(Math.abs(end));
    });
    expect(new Set(ends)).toEqual(new Set([19]));
  });

  it('fades from an opening burst to the usual, then draws another regime', () => {
    const cycle = open();
    cycle.force('opening', 100);
    cycle.step();
    const first = cycle.traits.activity;
    for (let step = 0; step < 98; step++) cycle.step();
    expect(first).toBeGreaterThan(2.5);
    expect(cycle.traits.activity).toBeLessThan(1.05);
    cycle.step();
    cycle.step();
    expect(cycle.name).not.toBe('opening');
  });
});
