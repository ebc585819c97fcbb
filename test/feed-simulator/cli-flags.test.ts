import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ROOT, runProgram, type RunningProgram } from '../support/running-program.ts';

// That a flag is read is tested beside; here that the exchange which is started does as it says.

const PROGRAM = 'feed-simulator/cli.ts';
const folder = mkdtempSync(join(tmpdir(), 'touchline-flags-'));
const logFile = join(folder, 'log');
const inFolder = ['--key-folder', folder];
/** A fault that none of these tests can trip over. */
const KIND = 'wrong-checksum';
const FLAGS =
  '--port 0 --json --seed 9 --rate 300 --instruments 14 --deep ETH-USD --deep-levels 1000 --speed 20 --tls ' +
  `--anonymous off --deflate --control --scenario ${KIND} --limit subscriptions=3 --log-file ${logFile}`;

type Message = { readonly type: string; readonly [field: string]: unknown };
type Answer = { readonly status: number; readonly body: string };

let exchange: RunningProgram;
let port = 0;
let ca = '';
let token = '';

beforeAll(async () => {
  exchange = runProgram(process.execPath, [PROGRAM, ...FLAGS.split(' '), ...inFolder]);
  const [line] = await exchange.waitFor(/^\{.*\}$/m);
  const told = JSON.parse(line) as { url: string; httpUrl: string; port: number; caFile: string };
  port = told.port;
  expect([told.url, told.httpUrl]).toEqual([`wss://127.0.0.1:${port}/v1`, `https://127.0.0.1:${port}/`]);
  ca = readFileSync(told.caFile, 'utf8');
  const words = ['token', '--subject', 'desk', '--scope', 'market-data,control', ...inFolder];
  token = spawnSync(process.execPath, [PROGRAM, ...words], { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
}, 60_000);
afterAll(async () => {
  await exchange.end();
  rmSync(folder, { recursive: true });
});

async function ask(path: string, bearer = token): Promise<Answer> {
  const headers = bearer === '' ? {} : { authorization: `Bearer ${bearer}` };
  const asked = get({ host: '127.0.0.1', port, path, ca, headers, agent: false });
  const [answer] = (await once(asked, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return { status: answer.statusCode, body: Buffer.concat(pieces).toString() };
}

/** Messages up to the one asked for, after one request. */
async function follow(
  request: object,
  isLast: (messages: readonly Message[]) => boolean,
): Promise<{ messages: readonly Message[]; extensions: string }> {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/v1?access_token=${token}`, 'touchline.v1.json', {
    ca,
  });
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    messages.push(message);
    if (message.type === 'welcome') socket.send(JSON.stringify({ id: 1, ...request }));
    if (isLast(messages)) socket.terminate();
  });
  await once(socket, 'close');
  return { messages, extensions: socket.extensions };
}

const of = (messages: readonly Message[], type: string): readonly Message[] =>
  messages.filter((message) => message.type === type);

describe('simulate, with its flags', () => {
  it('lets in who has a token of its key folder, over TLS, and nobody else', async () => {
    const { status, body } = await ask('/v1/instruments', '');
    expect([status, (JSON.parse(body) as Message)['code']]).toEqual([401, 'TOKEN_REQUIRED']);
    const allowed = await ask('/v1/instruments');
    expect([allowed.status, (JSON.parse(allowed.body) as unknown[]).length]).toEqual([200, 14]);
  });

  it('has the faults of the scenario on, and lets the token control them', async () => {
    const { status, body } = await ask('/v1/control/faults');
    const { faults } = JSON.parse(body) as { faults: readonly { kind: string; scenario: string }[] };
    expect([status, faults.map(({ kind, scenario }) => [kind, scenario])]).toEqual([200, [[KIND, KIND]]]);
  });

  it('holds to the limit it was given', async () => {
    const request = { type: 'subscribe-list', instruments: ['*'], channel: 'ticker' };
    const { messages } = await follow(request, (all) => of(all, 'error').length > 0);
    expect(of(messages, 'error')[0]).toMatchObject({ id: 1, code: 'TOO_MANY_SUBSCRIPTIONS' });
  });

  it('compresses, and runs its clock as many times as quick', async () => {
    const request = { type: 'ping', sentTime: 1 };
    const { messages, extensions } = await follow(request, (all) => of(all, 'heartbeat').length === 4);
    expect(extensions).toContain('permessage-deflate');
    const beats = of(messages, 'heartbeat');
    const passed = (clock: 'venueTime' | 'sentTime'): number =>
      Number(beats.at(-1)?.[clock]) - Number(beats[0]?.[clock]);
    // A busy machine may be late with a step, never half of the time.
    expect(passed('venueTime') / passed('sentTime')).toBeGreaterThan(10);
    expect(passed('venueTime') / passed('sentTime')).toBeLessThan(30);
  });

  it('has as many levels as it was told in the deep book alone', async () => {
    const levelsOf = async (instrument: string): Promise<number> => {
      const request = { type: 'subscribe', instrument, channel: 'book' };
      const isWhole = (all: readonly Message[]): boolean => {
        const parts = of(all, 'snapshot');
        return parts.length > 0 && parts.length === parts[0]?.['parts'];
      };
      const { messages } = await follow(request, isWhole);
      return of(messages, 'snapshot').reduce((sum, { levels }) => sum + (levels as number[]).length / 2, 0);
    };
    expect(await levelsOf('ETH-USD')).toBeGreaterThanOrEqual(1_900);
    expect(await levelsOf('BTC-USD')).toBeLessThan(1_900);
  });

  it('writes sessions, authentications and no token into its log', async () => {
    expect(await exchange.end()).toMatchObject({ code: 0 });
    const log = readFileSync(logFile, 'utf8');
    const events = log
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { audit?: string }).audit);
    expect(events).toEqual(expect.arrayContaining(['session-opened', 'session-closed', 'authentication']));
    expect(log).toContain('"subject":"desk"');
    expect(log).not.toContain(token);
  });
});
