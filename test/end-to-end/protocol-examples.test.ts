import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runProgram, type RunningProgram } from '../support/running-program.ts';

// The client and the command lines that PROTOCOL.md shows, run as they stand there.

const PROTOCOL = readFileSync(join(ROOT, 'main/wire/PROTOCOL.md'), 'utf8');
const USUAL_PORT = '127.0.0.1:7711';
const CHANGES_TO_SEE = 200;

let exchange: RunningProgram;
let address = '';

beforeAll(async () => {
  exchange = runProgram(process.execPath, ['feed-simulator/cli.ts', '--port', '0', '--seed', '7']);
  address = (await exchange.waitFor(/ws:\/\/([\d.:]+)\/v1/))[1] ?? '';
});
afterAll(() => exchange.end());

function codeBlock(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(PROTOCOL)?.[1] ?? '';
}

function commandLine(part: string): string {
  const line = codeBlock('sh')
    .split('\n')
    .find((candidate) => candidate.includes(part));
  if (line === undefined) throw new Error(`no line with ${part} in PROTOCOL.md`);
  return line.replace(USUAL_PORT, address);
}

/** Runs a line of the document in a shell; one that streams is ended after `seconds`. */
function shell(line: string, seconds: number): string {
  const bounded = line.replace('curl ', `curl --max-time ${seconds} `);
  return spawnSync('sh', ['-c', bounded], { encoding: 'utf8', maxBuffer: 64 * 1_048_576 }).stdout;
}

type Message = { type: string; [field: string]: unknown };

/** Asks over the WebSocket for the book of 10 levels at past sequences; answers best bid, best ask and hash of each. */
async function booksAt(sequences: readonly number[]): Promise<string[]> {
  const socket = new WebSocket(`ws://${address}/v1`, 'touchline.v1.json');
  const send = (message: object): void => socket.send(JSON.stringify(message));
  const found: string[] = [];
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as Message;
    if (message.type === 'welcome')
      send({ type: 'subscribe', id: 1, instrument: 'BTC-USD', channel: 'book', depth: 10 });
    if (message.type === 'subscribed')
      sequences.forEach((atSequence, index) =>
        send({ type: 'snapshot', id: index + 2, subscription: message['subscription'], atSequence }),
      );
    if (message.type === 'error') throw new Error(data);
    if (message.type !== 'snapshot' || message['id'] === 0) return;
    const keys = (message['levels'] as number[]).filter((_, index) => index % 2 === 0);
    const bid = Math.max(...keys.filter((key) => key % 2 === 0)) / 2;
    const ask = (Math.min(...keys.filter((key) => key % 2 === 1)) - 1) / 2;
    found.push([message['sequence'], bid, ask, ...(message['hash'] as number[])].join(' '));
    if (found.length === sequences.length) socket.close();
  });
  await once(socket, 'close');
  return found;
}

describe('PROTOCOL.md', () => {
  it('shows a client of 60 lines that keeps the book exactly', async () => {
    const source = codeBlock('js');
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    const file = join(mkdtempSync(join(tmpdir(), 'touchline-client-')), 'client.mjs');
    writeFileSync(file, source);
    const client = runProgram(process.execPath, [file, `ws://${address}/v1`, 'BTC-USD', '10']);
    await client.waitFor(new RegExp(`(?:\\d+ .*\\n){${CHANGES_TO_SEE}}`));
    await client.end();
    expect(client.output()).not.toMatch(/not live|refused/);
    const lines = client.output().trimEnd().split('\n').slice(-100);
    const sequences = lines.map((line) => Number(line.split(' ')[0]));
    expect(lines).toEqual(await booksAt(sequences));
  });

  it('shows how to follow a book and its trades with curl as an event stream', () => {
    const text = shell(commandLine('/v1/stream'), 2);
    const types = [...text.matchAll(/^event: (.+)$/gm)].map(([, type]) => type);
    expect(types[0]).toBe('welcome');
    expect(new Set(types)).toEqual(
      new Set(['welcome', 'subscribed-list', 'snapshot', 'delta', 'trades', 'heartbeat']),
    );
    expect(text).toMatch(/^id: \S+$/m);
    for (const [, json] of text.matchAll(/^data: (.*)\n\n/gm)) JSON.parse(json ?? '');
  });

  it('shows how to ask for every ticker with curl, and again for what is new', () => {
    const line = commandLine('/v1/poll');
    const first = JSON.parse(shell(line, 5)) as { cursor: string; messages: Message[] };
    expect(first.messages.map(({ type }) => type)).toEqual([
      'welcome',
      'subscribed-list',
      ...Array<string>(12).fill('ticker'),
    ]);
    const again = line.replace("*'", `*&wait=2000&since=${first.cursor}'`);
    const second = JSON.parse(shell(again, 5)) as { cursor: string; messages: Message[] };
    expect(second.cursor).not.toBe(first.cursor);
    expect(new Set(second.messages.map(({ type }) => type))).toEqual(new Set(['ticker']));
  });

  it('shows how to read all trades kept with curl, line by line', () => {
    const lines = shell(commandLine('/v1/history/trades'), 10).trimEnd().split('\n');
    const parts = lines.map((line) => JSON.parse(line) as { from: number; to: number; isLast: boolean });
    expect(parts.length).toBeGreaterThan(1);
    parts.slice(1).forEach((part, index) => expect(part.from).toBe((parts[index]?.to ?? 0) + 1));
    expect(parts.map(({ isLast }) => isLast)).toEqual([
      ...Array<boolean>(parts.length - 1).fill(false),
      true,
    ]);
  });
});
