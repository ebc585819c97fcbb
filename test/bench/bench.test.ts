import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBenchArguments } from './bench-arguments.ts';
import type { BenchReport, BenchResult } from './bench-report.ts';
import type { Budget } from './budget.ts';
import { resultsPage } from './report-text.ts';
import { runBenchmarks } from './run-benchmarks.ts';

const PROGRAM = fileURLToPath(new URL('./bench.ts', import.meta.url));
const PROMISED = [
  'book/shallow',
  'book/deep',
  'book/read20',
  'decode/msgpack',
  'decode/json',
  'path/msgpack',
  'path/json',
  'path/json-deflate',
  'latency/10k',
  'cpu/10k',
  'cpu/10k-calm',
  'loop/max-block-100k',
  'loop/max-block-snapshot70k',
  'alloc/bytes-per-message',
  'pipeline/frame-to-view',
  'clocks/share',
  'simulator/updates',
];
const COMPARED = PROMISED.filter((name) => /^(book|decode|path|cpu)/.test(name));
const SMALL = { instruments: 2, levelsPerSide: 100, messages: 200 };
const BUDGET: Budget = {
  rounds: 1,
  longRounds: 1,
  shallow: SMALL,
  deep: SMALL,
  decodedFrames: 50,
  path: SMALL,
  pathLengths: { quick: 500, slow: 300 },
  steadySeconds: 0.05,
  snapshots: 1,
  starts: 0,
  simulatedMs: 50,
};

describe('runBenchmarks', () => {
  const noted: string[] = [];
  let report: BenchReport;
  beforeAll(async () => {
    report = await runBenchmarks(BUDGET, [], (name) => noted.push(name));
  }, 60_000);
  const find = (name: string): BenchResult | undefined =>
    report.results.find((result) => result.name === name);

  it('measures everything promised, each once', () => {
    const names = report.results.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(PROMISED));
    expect(new Set(names).size).toBe(names.length);
    expect(noted).toContain('book/shallow');
  });

  it('gives every figure as numbers above 0 that survive JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    for (const { name, ours, bestPeer, ratio } of report.results) {
      if (name === 'clocks/share') continue; // a difference, which noise may bring below 0
      const figures = typeof ours === 'number' ? [ours] : [ours.p50, ours.p99];
      for (const figure of [...figures, bestPeer?.value ?? 1, ratio ?? 1]) expect(figure).toBeGreaterThan(0);
    }
  });

  it('puts a peer of the same run and a ratio beside books, decoders, paths and loads', () => {
    for (const name of COMPARED) {
      const { ours = 0, bestPeer = { name: '', value: 0 }, ratio = 0 } = find(name) ?? {};
      const quotient = Number(ours) / bestPeer.value;
      expect(bestPeer.name).not.toBe('');
      expect(ratio / (/^(book\/[sd]|path)/.test(name) ? quotient : 1 / quotient)).toBeCloseTo(1, 1);
    }
  });

  it('says how far from the limit the decoders and the path are, and the books where there is a C compiler', () => {
    const limited = report.results.filter(({ limit }) => limit !== undefined).map(({ name }) => name);
    expect(limited).toEqual(expect.arrayContaining(['decode/msgpack', 'decode/json', 'path/msgpack']));
    for (const { ours, limit, ofLimit = 0, name } of report.results) {
      if (limit === undefined) continue;
      const quotient = Number(ours) / limit.value;
      expect(ofLimit / (name.startsWith('decode/') ? 1 / quotient : quotient)).toBeCloseTo(1, 1);
    }
  });

  it('names the machine and the day', () => {
    expect(report.machine).toMatchObject({ node: process.version, cores: expect.any(Number) as number });
    expect(report.machine.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('writes a results page that the formatter leaves as it is', async () => {
    const page = resultsPage(report);
    expect(page).toContain('| book/shallow ');
    expect(await format(page, { parser: 'markdown', singleQuote: true, printWidth: 110 })).toBe(page);
  });
});

describe('readBenchArguments', () => {
  const NOTHING = {
    isJson: false,
    isQuick: false,
    isWrite: false,
    hasPeers: true,
    isGate: false,
    plant: '',
  };

  it('reads its flags', () => {
    expect(readBenchArguments([])).toEqual(NOTHING);
    expect(readBenchArguments(['--json', '--quick'])).toEqual({ ...NOTHING, isJson: true, isQuick: true });
    expect(readBenchArguments(['--write'])).toEqual({ ...NOTHING, isWrite: true });
    expect(readBenchArguments(['--no-peers'])).toEqual({ ...NOTHING, hasPeers: false });
    expect(readBenchArguments(['--gate', '--plant', 'book/deep'])).toEqual({
      ...NOTHING,
      isGate: true,
      plant: 'book/deep',
    });
  });

  it.each([['--quick'], ['--no-peers'], ['--gate']])('refuses to write down a run with %s', (flag) => {
    expect(readBenchArguments([flag, '--write'])).toEqual({
      problem: 'expected --write alone or with --json: RESULTS.md holds full runs only',
    });
  });

  it('plants a fault in the gate only', () => {
    expect(readBenchArguments(['--plant', 'book/deep'])).toEqual({
      problem: 'expected --plant with --gate only',
    });
  });
});

describe('bench.ts', () => {
  it('answers an unknown flag with one line and exit code 2', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, '--fast'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /^bench: Unknown option '--fast'; expected --json, --quick, --write, --no-peers, --gate or --plant\n$/,
    );
  });
});
