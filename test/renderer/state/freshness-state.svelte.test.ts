import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOST_BEAT_DEADLINE_MS } from '../../../main/contract/terminal-api.ts';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import { FreshnessState } from '../../../renderer/state/freshness-state.svelte.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const START_MS = 1_700_000_000_000;
const LIVE = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
const GAP = { isLive: false, reason: 'gap', staleSinceMs: START_MS - 500 } as const;

function freshness(connection: 'open' | 'connecting' = 'open') {
  const transport = new FakeTransport([], connection);
  const state = new FreshnessState(createTerminalClient(transport, () => () => {}));
  return { transport, state };
}

/** Open, beating, first book live, second in a gap. */
function goLive() {
  const { transport, state } = freshness();
  transport.beat();
  transport.push('book-qualities', { qualities: [LIVE, GAP] });
  return { transport, state };
}

beforeEach(() => vi.useFakeTimers({ now: START_MS }));
afterEach(() => vi.useRealTimers());

describe('FreshnessState', () => {
  it('believes nothing before the terminal has spoken', () => {
    const { transport, state } = freshness();
    expect(state.qualityOf(0)).toEqual({ isLive: false, reason: 'connecting', staleSinceMs: 0 });
    transport.push('book-qualities', { qualities: [LIVE] });
    expect(state.qualityOf(0).isLive).toBe(false);
  });

  it('passes on what the terminal says of each book', () => {
    const { state } = goLive();
    expect([state.qualityOf(0), state.qualityOf(1)]).toEqual([LIVE, GAP]);
  });

  it('does not call a book live that the terminal has said nothing of', () => {
    expect(goLive().state.qualityOf(7).isLive).toBe(false);
  });

  it('calls every book stale when the terminal gives no sign of life within the deadline', () => {
    const { state } = goLive();
    vi.advanceTimersByTime(HOST_BEAT_DEADLINE_MS - 1);
    expect(state.qualityOf(0).isLive).toBe(true);
    vi.advanceTimersByTime(1);
    const silent = { isLive: false, reason: 'host-silent', staleSinceMs: START_MS };
    expect([state.qualityOf(0), state.qualityOf(1), state.hostTrouble]).toEqual([silent, silent, silent]);
  });

  it('stays live for as long as beats come, and comes back with the next one', () => {
    const { transport, state } = goLive();
    for (let beats = 0; beats < 20; beats++) {
      vi.advanceTimersByTime(250);
      transport.beat();
      expect(state.qualityOf(0).isLive).toBe(true);
    }
    vi.advanceTimersByTime(HOST_BEAT_DEADLINE_MS);
    expect(state.qualityOf(0).isLive).toBe(false);
    transport.beat();
    expect(state.qualityOf(0)).toEqual(LIVE);
  });

  it('is silent too when a connected terminal never beats', () => {
    const { state } = freshness();
    vi.advanceTimersByTime(HOST_BEAT_DEADLINE_MS);
    expect(state.hostTrouble?.reason).toBe('host-silent');
  });

  it('calls everything disconnected at once when the connection goes', () => {
    const { transport, state } = goLive();
    transport.setConnection('closed');
    const lost = { isLive: false, reason: 'disconnected', staleSinceMs: START_MS };
    expect(state.qualityOf(0)).toEqual(lost);
    vi.advanceTimersByTime(60_000);
    expect(state.qualityOf(0)).toEqual(lost);
  });

  it('counts the age of a silent terminal that then goes from the silence on', () => {
    const { transport, state } = goLive();
    vi.advanceTimersByTime(5_000);
    transport.setConnection('closed');
    expect(state.qualityOf(0)).toEqual({ isLive: false, reason: 'disconnected', staleSinceMs: START_MS });
  });

  it('takes no quality of an old connection for one of the new', () => {
    const { transport, state } = goLive();
    transport.setConnection('closed');
    transport.setConnection('open');
    transport.beat();
    expect(state.qualityOf(0).isLive).toBe(false);
    transport.push('book-qualities', { qualities: [LIVE, LIVE] });
    expect(state.qualityOf(0).isLive).toBe(true);
  });

  it('keeps what the terminal said while the connection was being made', () => {
    // Over the preload's bridge the pushes of a window come before the frame port that opens the connection.
    const { transport, state } = freshness('connecting');
    transport.push('book-qualities', { qualities: [LIVE] });
    transport.beat();
    transport.setConnection('open');
    expect(state.qualityOf(0)).toEqual(LIVE);
  });

  it('believes no beat of a terminal that has closed the connection', () => {
    const { transport, state } = goLive();
    transport.setConnection('closed');
    transport.push('book-qualities', { qualities: [LIVE, LIVE] });
    transport.beat();
    expect(state.qualityOf(0).reason).toBe('disconnected');
  });

  it('keeps the clock running only while something reads it', async () => {
    const { state } = freshness('connecting');
    const seen: number[] = [];
    const stop = $effect.root(() => {
      $effect(() => void seen.push(state.nowMs - START_MS));
    });
    flushSync();
    vi.advanceTimersByTime(200);
    flushSync();
    expect(seen).toEqual([0, 200]);
    stop();
    await Promise.resolve();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind', () => {
    const { state } = goLive();
    state.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});
