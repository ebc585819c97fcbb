import { describe, expect, it } from 'vitest';
import {
  dataAgeText,
  feedWord,
  healthLines,
  latencyText,
  processLines,
} from '../../../renderer/workspace/feed-words.ts';
import { LIVE_HEALTH } from '../../support/fake-transport.ts';

const SILENT = { isLive: false, reason: 'host-silent', staleSinceMs: 1 } as const;

describe('feedWord', () => {
  it('says live only when venue, terminal and window are', () => {
    expect(feedWord('open', null, LIVE_HEALTH)).toEqual({ word: 'live', tone: 'good' });
    expect(feedWord('open', SILENT, LIVE_HEALTH).tone).toBe('bad');
    expect(feedWord('closed', null, LIVE_HEALTH).word).toBe('terminal lost');
    expect(feedWord('denied', null, null).word).toBe('denied');
    expect(feedWord('open', null, null).word).toBe('connecting');
    expect(feedWord('open', null, { ...LIVE_HEALTH, state: 'backing-off' }).tone).toBe('bad');
  });
});

describe('latencyText', () => {
  it('shows tenths below ten milliseconds and a true minus for skewed clocks', () => {
    expect(latencyText({ p50: 0.84, p99: 12.4 })).toBe('0.8 / 12 ms');
    expect(latencyText({ p50: -1.25, p99: 3 })).toBe('−1.3 / 3.0 ms');
    expect(latencyText(null)).toBe('–');
  });

  it('shows clocks that differ by minutes in minutes, and no more than the terminal can count', () => {
    expect(latencyText({ p50: -125_000, p99: 30 })).toBe('−2 min / 30 ms');
    expect(latencyText({ p50: -2_139_095, p99: 2_139_095 })).toBe('beyond −35 min / beyond 35 min');
    expect(latencyText({ p50: 59_999, p99: 59_999 })).toBe('59999 / 59999 ms');
  });
});

describe('dataAgeText', () => {
  it('shows milliseconds, then seconds, and nothing before the first byte', () => {
    expect([-1, 12.4, 1_500].map(dataAgeText)).toEqual(['–', '12 ms', '1.5 s']);
  });
});

describe('healthLines', () => {
  it('lists rejected messages by code, with their counts', () => {
    const lines = healthLines({ ...LIVE_HEALTH, rejected: { WIRE_UNKNOWN_TYPE: 2, WIRE_BAD: 0 } });
    expect(lines.filter(([name]) => name.startsWith('Rejected'))).toEqual([
      ['Rejected WIRE_UNKNOWN_TYPE', '2'],
    ]);
  });

  it('says how frames are taken off the socket, and how often', () => {
    const lines = new Map(healthLines({ ...LIVE_HEALTH, receivePath: '', mode: 'calm' }));
    expect([lines.get('Receive path'), lines.get('Mode')]).toEqual(['–', 'calm: read every 4 ms']);
    expect(new Map(healthLines(LIVE_HEALTH)).get('Mode')).toBe('fast');
  });

  it('names every line once', () => {
    const names = [...healthLines(LIVE_HEALTH), ...processLines(LIVE_HEALTH)].map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('processLines', () => {
  it('writes out how late the event loop comes round and what memory is held', () => {
    const process = { loopDelayMs: { p50: 0.14, p99: 1.2, max: 16.5 }, rssMb: 1_042.4, heapMb: 38 };
    expect(processLines({ ...LIVE_HEALTH, process })).toEqual([
      ['Event loop late p50 / p99 / most', '0.1 / 1.2 / 17 ms'],
      ['Memory', '1\u2009042 MiB, 38 of it JavaScript'],
      ['Frames published', '900'],
      ['Views coalesced', '3'],
    ]);
  });
});
