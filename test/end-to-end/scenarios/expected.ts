import { expect } from 'vitest';
import type { Rehearsal } from './rehearsal.ts';

/** For a machine with two processors that also runs five other exchanges and terminals. */
export const SLACK_MS = 1_000;
/** Longest time between two heartbeats, by the venue's promise. */
export const HEARTBEAT_MS = 500;

/**
 * What every rehearsal must show, whatever its fault: it bit; nothing was ever shown live, or greyed, that was not the
 * exchange's; books were stale for no other reason than those the scenario names; and everything was live again in time.
 */
export function expectSafe(seen: Rehearsal): void {
  const { scenario, faults, recoveredMs } = seen;
  expect(seen.violations).toEqual([]);
  expect(seen.judged).toBeGreaterThan(20);
  expect(Math.min(...faults.map(({ applied }) => applied))).toBeGreaterThan(0);
  expect(scenario.expect.reasons).toEqual(expect.arrayContaining([...seen.reasons]));
  expect(recoveredMs).toBeLessThan(scenario.expect.recoversWithinMs + SLACK_MS);
}

/** No book was out of date on the screen, and called live, for longer than this. */
export function expectNoticedWithin(seen: Rehearsal, ms: number): void {
  expect(seen.longestOutdatedMs).toBeLessThan(ms + SLACK_MS);
}

/** Nothing on the screen was ever stale, and nothing had to be fetched anew. */
export function expectUndisturbed(seen: Rehearsal): void {
  expect([seen.reasons, seen.grown]).toEqual([[], { resyncs: 0, mismatched: 0, rejected: 0 }]);
  expect(seen.health.feed.state).toBe('live');
}

/** Messages and connections befallen by the scenario's first fault. */
export function appliedOf({ faults: [first] }: Rehearsal): number {
  return first?.applied ?? 0;
}

export function expectNote({ notes }: Rehearsal, pattern: RegExp): void {
  expect(
    notes.some((note) => pattern.test(note)),
    `a note like ${String(pattern)}`,
  ).toBe(true);
}
