import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { readBenchArguments } from './bench-arguments.ts';
import { resultsPage } from './report-text.ts';
import { runBenchmarks } from './run-benchmarks.ts';

const PROGRAM = fileURLToPath(new URL('./bench.ts', import.meta.url));
const PROMISED = [
  'book/shallow',
  'book/deep',
  'decode/msgpack',
  'decode/json',
  'pipeline/frame-to-view',
  'pipeline/frame-to-view-p50',
  'pipeline/frame-to-view-p99',
  'simulator/updates',
  'simulator/updates-usual',
];
const COMPARED = ['book/shallow', 'book/deep', 'decode/msgpack', 'decode/json'];

describe('runBenchmarks', () => {
  const noted: string[] = [];
  const report = runBenchmarks(
    {
      rounds: 1,
      instruments: 1,
      shallowMessages: 100,
      deepMessages: 50,
      decodedFrames: 50,
      viewedFrames: 200,
      simulatedMs: 50,
    },
    (name) => noted.push(name),
  );
  const find = (name: string): (typeof report.results)[number] | undefined =>
    report.results.find((result) => result.name === name);

  it('measures everything promised, each once', () => {
    const names = report.results.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(PROMISED));
    expect(new Set(names).size).toBe(names.length);
    expect(noted).toHaveLength(5);
  });

  it('gives every figure as numbers above 0 that survive JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    for (const { ours, bestPeer, ratio } of report.results) {
      const figures = typeof ours === 'number' ? [ours] : [ours.p50, ours.p99];
      for (const figure of [...figures, bestPeer?.value ?? 1, ratio ?? 1]) expect(figure).toBeGreaterThan(0);
    }
  });

  it('puts a peer of the same run and a ratio beside books and decoders', () => {
    for (const name of COMPARED) {
      const { ours = 0, bestPeer = { name: '', value: 0 }, ratio = 0 } = find(name) ?? {};
      const quotient = Number(ours) / bestPeer.value;
      expect(bestPeer.name).not.toBe('');
      expect(ratio / (name.startsWith('book/') ? quotient : 1 / quotient)).toBeCloseTo(1, 1);
    }
  });

  it('gives the two percentiles of frame to view together and apart', () => {
    expect(find('pipeline/frame-to-view')?.ours).toEqual({
      p50: find('pipeline/frame-to-view-p50')?.ours,
      p99: find('pipeline/frame-to-view-p99')?.ours,
    });
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
  it('reads its three flags', () => {
    expect(readBenchArguments([])).toEqual({ isJson: false, isQuick: false, isWrite: false });
    expect(readBenchArguments(['--json', '--quick'])).toEqual({
      isJson: true,
      isQuick: true,
      isWrite: false,
    });
    expect(readBenchArguments(['--write'])).toEqual({ isJson: false, isQuick: false, isWrite: true });
  });

  it('refuses to write a quick run down', () => {
    expect(readBenchArguments(['--quick', '--write'])).toEqual({
      problem: 'expected --write without --quick: RESULTS.md holds full runs only',
    });
  });
});

describe('bench.ts', () => {
  it('answers an unknown flag with one line and exit code 2', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, '--fast'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^bench: Unknown option '--fast'; expected --json, --quick or --write\n$/);
  });
});
