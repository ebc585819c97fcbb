import { beforeAll, describe, expect, it } from 'vitest';
import {
  HEARTBEAT_MS,
  appliedOf,
  expectNote,
  expectNoticedWithin,
  expectSafe,
  expectUndisturbed,
} from './expected.ts';
import { rehearseAll, type Rehearsal } from './rehearsal.ts';

let outcome: (name: string) => Promise<Rehearsal>;
beforeAll(async () => {
  outcome = await rehearseAll([
    { name: 'drop' },
    { name: 'duplicate' },
    { name: 'reorder' },
    { name: 'delay', isSeen: ({ latencyMs }) => (latencyMs?.p50 ?? 0) > 200 },
    { name: 'gap' },
    { name: 'stalled-while-connected' },
  ]);
});

/** Each test bears the name of its scenario in feed-simulator/scenarios; `expectSafe` holds it to what that promises. */
describe('the terminal, when messages go astray', () => {
  it('drop', async () => {
    const seen = await outcome('drop');
    expectSafe(seen);
    expectNoticedWithin(seen, HEARTBEAT_MS);
    expect(seen.reasons).toContain('gap');
    expect(seen.grown.resyncs).toBeGreaterThan(0);
    expect(seen.grown.mismatched).toBe(0);
    expectNote(seen, /^expected a message after sequence \d+ for \S+, received one after \d+$/);
  });

  it('duplicate', async () => {
    const seen = await outcome('duplicate');
    expectSafe(seen);
    expectUndisturbed(seen);
    expect(appliedOf(seen)).toBeGreaterThan(100);
    expect([seen.tradesMissing, seen.printsJudged > 0]).toEqual([0, true]);
  });

  it('reorder', async () => {
    const seen = await outcome('reorder');
    expectSafe(seen);
    expectNoticedWithin(seen, HEARTBEAT_MS);
    expect(seen.reasons).toContain('gap');
    expect(seen.grown.resyncs).toBeGreaterThan(0);
  });

  it('delay', async () => {
    const seen = await outcome('delay');
    expectSafe(seen);
    expectUndisturbed(seen);
    expect(seen.latencyMs.most).toBeGreaterThan(200);
    expectNoticedWithin(seen, 500);
  });

  it('gap', async () => {
    const seen = await outcome('gap');
    expectSafe(seen);
    expectNoticedWithin(seen, HEARTBEAT_MS);
    expect(seen.grown.resyncs).toBeGreaterThan(0);
    expect(appliedOf(seen)).toBeGreaterThanOrEqual(10);
  });

  it('stalled-while-connected', async () => {
    const seen = await outcome('stalled-while-connected');
    expectSafe(seen);
    expectNoticedWithin(seen, HEARTBEAT_MS);
    expect(seen.reasons).toEqual(['behind-heartbeat']);
    expect(seen.longestStaleMs).toBeGreaterThan(2_000);
    expectNote(seen, /^expected sequence \d+ for \S+ by the heartbeat, received up to \d+$/);
    // Never cut: the connection itself was alive all the time.
    expect(seen.notes.filter((note) => note.includes('ended'))).toEqual([]);
  });
});
