import { beforeAll, describe, expect, it } from 'vitest';
import { appliedOf, expectNote, expectNoticedWithin, expectSafe, expectUndisturbed } from './expected.ts';
import { rehearseAll, type Rehearsal } from './rehearsal.ts';

let outcome: (name: string) => Promise<Rehearsal>;
beforeAll(async () => {
  outcome = await rehearseAll([
    { name: 'half-open-socket' },
    { name: 'disconnect-storm' },
    { name: 'clock-step', isSeen: ({ latencyMs }) => (latencyMs?.p50 ?? 0) < -1_000_000 },
    { name: 'clock-skew', isSeen: ({ latencyMs }) => (latencyMs?.p50 ?? 0) < -50 },
    { name: 'server-restart' },
    { name: 'slow-server', isSeen: ({ latencyMs }) => (latencyMs?.p50 ?? 0) > 300 },
  ]);
});

/** Each test bears the name of its scenario in feed-simulator/scenarios; `expectSafe` holds it to what that promises. */
describe('the terminal, when lines, clocks and servers fail', () => {
  it('half-open-socket', async () => {
    const seen = await outcome('half-open-socket');
    expectSafe(seen);
    expectNoticedWithin(seen, 1_500);
    expect(seen.reasons).toContain('silent');
    // Live again on another connection while the fault was still on.
    expect(seen.longestStaleMs).toBeLessThan(4_000);
    expectNote(seen, /^connection \d+ to \S+ ended: no message within 1\.5 s$/);
  });

  it('disconnect-storm', async () => {
    const seen = await outcome('disconnect-storm');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(appliedOf(seen)).toBeGreaterThanOrEqual(2);
    expect(seen.reasons).toContain('disconnected');
    expect(seen.health.feed.attempts).toBe(0);
  });

  it('clock-step', async () => {
    const seen = await outcome('clock-step');
    expectSafe(seen);
    expectUndisturbed(seen);
    expect(seen.latencyMs.least).toBeLessThan(-1_000_000);
  });

  it('clock-skew', async () => {
    const seen = await outcome('clock-skew');
    expectSafe(seen);
    expectUndisturbed(seen);
    expect(seen.latencyMs.least).toBeLessThan(-50);
  });

  it('server-restart', async () => {
    const seen = await outcome('server-restart');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(seen.runs).toBe(2);
    expect(seen.reasons).toContain('disconnected');
    expectNote(seen, /^Touchline simulated exchange: 12 instruments, epoch \d+$/);
  });

  it('slow-server', async () => {
    const seen = await outcome('slow-server');
    expectSafe(seen);
    expectUndisturbed(seen);
    expect(seen.latencyMs.most).toBeGreaterThan(300);
    expectNoticedWithin(seen, 1_000);
  });
});
