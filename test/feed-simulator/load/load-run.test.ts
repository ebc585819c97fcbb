import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readLoadArguments } from '../../../feed-simulator/load/load-arguments.ts';
import type { LoadArguments } from '../../../feed-simulator/load/load-arguments.ts';
import { isSound } from '../../../feed-simulator/load/load-report.ts';
import { runLoad } from '../../../feed-simulator/load/load-run.ts';
import { EdgeRig } from '../server/edge-rig.ts';

const PROGRAM = fileURLToPath(new URL('../../../feed-simulator/load/load.ts', import.meta.url));
const LIMIT_MS = 30_000;
const rigs: EdgeRig[] = [];

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

const options = (argv: string): LoadArguments => readLoadArguments(argv.split(' ')) as LoadArguments;

/** Runs `npm run load` as a person would. */
async function load(argv: string): Promise<{ code: number; lines: string[]; errors: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...argv.split(' ')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, lines: output.trimEnd().split('\n'), errors };
}

describe('runLoad', () => {
  it(
    'follows an exchange of its own with every message there and every book right, whoever stops reading',
    { timeout: LIMIT_MS },
    async () => {
      const notes: string[] = [];
      const asked = options('--clients 12 --seconds 2 --slow 2 --rate 2000 --codec json');
      const report = await runLoad(asked, (line) => notes.push(line), { settleMs: 50, fillMs: 300 });
      expect(report).toMatchObject({
        clients: 12,
        slow: 2,
        wrongBooks: 0,
        brokenChains: 0,
        unreadable: 0,
        lost: 0,
      });
      expect(isSound(report)).toBe(true);
      expect(report.verifiedBooks).toBeGreaterThan(100);
      expect(report.phases.map(({ kind }) => kind)).toEqual(['plain', 'slow', 'plain', 'slow']);
      for (const phase of report.phases) expect(phase.deliveredPerSecond).toBeGreaterThan(100);
      expect(report.slowP99Ratio).toBeGreaterThan(0);
      expect(report.rssMB).toBeGreaterThan(20);
      expect(report.exchangeCpuSeconds).toBeGreaterThan(0);
      expect(notes).toContain('12 of 12 clients follow');
    },
  );

  it('says why a client was not served, and ends', async () => {
    const rig = await EdgeRig.start();
    rigs.push(rig);
    rig.access.admission = {
      type: 'refused',
      code: 'CONNECT_RATE_LIMITED',
      message: 'slowly',
      retryAfterMs: 50,
    };
    const asked = options(`--clients 3 --seconds 1 --url ${rig.url}`);
    await expect(runLoad(asked, () => undefined)).rejects.toThrow(
      /^a client was not served: 429 Too Many Requests: .*"CONNECT_RATE_LIMITED"/,
    );
    expect(rig.access.lent).toBe(0);
  });

  it('says what an HTTP server answered that is no venue', async () => {
    const http = createServer((_request, response) => response.end('no WebSocket here')).listen(
      0,
      '127.0.0.1',
    );
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const asked = options(`--clients 1 --seconds 1 --url ws://127.0.0.1:${port}/v1`);
    await expect(runLoad(asked, () => undefined)).rejects.toThrow('200 OK');
    http.closeAllConnections();
    http.close();
  });
});

describe('npm run load', () => {
  it('ends with one line of JSON that has what was promised', { timeout: LIMIT_MS }, async () => {
    const { code, lines, errors } = await load('--clients 5 --seconds 1 --instruments 3 --rate 2000 --json');
    expect([code, lines.length]).toEqual([0, 1]);
    const report = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(report).toMatchObject({ clients: 5, instruments: 3, wrongBooks: 0, slow: 0, slowCut: 0 });
    for (const name of ['deliveredPerSecond', 'rssMB', 'cpuSeconds', 'seconds', 'verifiedBooks'])
      expect(report[name]).toBeGreaterThan(0);
    const { p50, p99 } = report['delayMs'] as { p50: number; p99: number };
    expect(p99).toBeGreaterThanOrEqual(p50);
    expect(p50).toBeGreaterThan(0);
    expect(errors).toContain('5 of 5 clients follow');
  });

  it(
    'refuses wrong flags and an exchange that is not there in one line each',
    { timeout: LIMIT_MS },
    async () => {
      expect(await load('--clients many')).toEqual({
        code: 2,
        lines: [''],
        errors: 'load: expected a whole number from 1 to 10000 after --clients, received "many"\n',
      });
      const nobody = await load('--clients 1 --seconds 1 --url ws://127.0.0.1:1/v1');
      expect([nobody.code, nobody.errors.trim().split('\n').at(-1)]).toEqual([
        2,
        'load: a client was not served: connect ECONNREFUSED 127.0.0.1:1',
      ]);
    },
  );
});
