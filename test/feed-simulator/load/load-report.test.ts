import { describe, expect, it } from 'vitest';
import { DelayCounts } from '../../../feed-simulator/load/delay-counts.ts';
import { readLoadArguments } from '../../../feed-simulator/load/load-arguments.ts';
import type { LoadArguments } from '../../../feed-simulator/load/load-arguments.ts';
import { isSound, reportLines, reportOf } from '../../../feed-simulator/load/load-report.ts';
import type { LoadReport, MeasuredPhase } from '../../../feed-simulator/load/load-report.ts';
import { RunTally } from '../../../feed-simulator/load/run-tally.ts';

const options = (...argv: string[]): LoadArguments => readLoadArguments(argv) as LoadArguments;

function delays(...ms: number[]): DelayCounts {
  const counts = new DelayCounts();
  for (const each of ms) counts.add(each * 1_000);
  return counts;
}

const phase = (kind: 'plain' | 'slow', ...ms: number[]): MeasuredPhase => ({
  kind,
  seconds: 2,
  deliveries: 500,
  delays: delays(...ms),
  p99OfEachSecond: ms,
  rssBytes: 150_000_000,
});

function report(argv: string[], measured: MeasuredPhase[], changes: Partial<RunTally> = {}): LoadReport {
  const tally = Object.assign(new RunTally(), { verifiedBooks: 9, ...changes });
  const costs = { loadCpuSeconds: 1.5, exchange: { cpuSeconds: 2.25, peakRssBytes: 200_000_000 } };
  return reportOf(options(...argv), measured, costs, { tally, lost: 0, slowCut: 3 });
}

describe('reportOf', () => {
  it('gives rates over the time measured, and costs of both ends', () => {
    expect(report(['--clients', '7'], [phase('plain', 1, 1, 40)])).toMatchObject({
      clients: 7,
      instruments: 5,
      seconds: 2,
      deliveredPerSecond: 250,
      delayMs: { p50: 1.1, p99: 40.1 },
      rssMB: 200,
      cpuSeconds: 3.75,
      exchangeCpuSeconds: 2.25,
      verifiedBooks: 9,
      wrongBooks: 0,
      slow: 0,
      slowP99Ratio: null,
    });
  });

  it('compares the p99 of a typical second of slow and plain phases, so that one hiccup decides nothing', () => {
    const measured = [
      phase('plain', 10),
      phase('slow', 12),
      phase('plain', 500),
      phase('slow', 11),
      phase('plain', 10),
      phase('slow', 900),
    ];
    const { slowP99Ratio, slowCut, phases } = report(['--slow', '10'], measured);
    expect(slowP99Ratio).toBeCloseTo(12 / 10, 2);
    expect([slowCut, phases.length, phases[2]?.delayMs.p99]).toEqual([3, 6, 500.1]);
  });
});

describe('isSound', () => {
  it.each<[string, Partial<RunTally>, boolean]>([
    ['a run without a fault', {}, true],
    ['a wrong book', { wrongBooks: 1 }, false],
    ['a message that is missing', { brokenChains: 1 }, false],
    ['a message that cannot be read', { unreadable: 1 }, false],
    ['a run in which no book was verified', { verifiedBooks: 0 }, false],
  ])('judges %s', (_what, changes, sound) => {
    expect(isSound(report([], [phase('plain', 1)], changes))).toBe(sound);
  });
});

describe('reportLines', () => {
  it('tells people the same', () => {
    const text = reportLines(report(['--slow', '10'], [phase('plain', 10), phase('slow', 12)])).join('\n');
    for (const part of ['250 messages/s', 'p99 10.1 ms', '200 MB at most', 'verified', 'cut 3', 'slow phase'])
      expect(text).toContain(part);
  });

  it('says what is not known of an exchange that was not started here', () => {
    const measured = [{ ...phase('plain', 1), rssBytes: null }];
    const read = options('--url', 'ws://127.0.0.1:1/v1');
    const given = reportOf(
      read,
      measured,
      { loadCpuSeconds: 1, exchange: null },
      {
        tally: new RunTally(),
        lost: 0,
        slowCut: 0,
      },
    );
    expect([given.rssMB, given.rate, given.exchangeCpuSeconds, given.cpuSeconds]).toEqual([
      null,
      null,
      null,
      1,
    ]);
    expect(reportLines(given).join('\n')).toContain('memory of exchange    not known');
  });
});
