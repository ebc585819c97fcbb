import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlCommand } from '../../../feed-simulator/faults/control-command.ts';

type Seen = {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
};

let server: Server;
let url: string;
let answer: { status: number; body: string };
let seen: Seen[];
beforeEach(async () => {
  seen = [];
  answer = { status: 200, body: '{"id":7}' };
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      seen.push({ method, url: path, authorization: headers.authorization, body });
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

/** @returns exit code, what was printed and what was complained of */
async function run(...argv: string[]): Promise<[number, string[], string[]]> {
  const [printed, complained]: [string[], string[]] = [[], []];
  const code = await controlCommand([...argv, '--url', url], {
    environment: { TOUCHLINE_CONTROL_TOKEN: 'secret' },
    fetch,
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  return [code, printed, complained];
}

describe('controlCommand', () => {
  it('sends the fault with the token and prints the answer', async () => {
    expect(await run('start', 'gap', 'run=3')).toEqual([0, ['{\n  "id": 7\n}'], []]);
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/v1/control/faults',
        authorization: 'Bearer secret',
        body: '{"kind":"gap","run":3}',
      },
    ]);
  });

  it('says in one line why the exchange refused', async () => {
    answer = {
      status: 403,
      body: '{"type":"error","id":0,"code":"SCOPE_MISSING","message":"expected control"}',
    };
    expect(await run('list')).toEqual([1, [], ['simulate control: SCOPE_MISSING, expected control']]);
  });

  it('has a hint for an exchange that was started without control', async () => {
    const body = { type: 'error', id: 0, code: 'UNKNOWN_PATH', message: 'nothing here' };
    answer = { status: 404, body: JSON.stringify(body) };
    const [code, , complained] = await run('list');
    expect([code, complained[0]]).toEqual([1, expect.stringContaining('start it with --control')]);
  });

  it('gives the status where the answer is not of the exchange', async () => {
    answer = { status: 502, body: 'Bad Gateway' };
    expect(await run('list')).toEqual([1, [], ['simulate control: HTTP 502']]);
  });

  it('says that nobody answers', async () => {
    await new Promise((resolve) => server.close(resolve));
    const [code, printed, complained] = await run('list');
    expect([code, printed, complained]).toEqual([
      1,
      [],
      [expect.stringContaining(`no answer from ${url}: `)],
    ]);
  });

  it('asks nobody when the words are wrong, and shows the help', async () => {
    expect(await run('fly')).toEqual([2, [], [expect.stringContaining('received "fly"')]]);
    const [code, printed] = await run('--help');
    expect([code, printed[0]]).toEqual([0, expect.stringContaining('start KIND [name=value]')]);
    expect(seen).toEqual([]);
  });
});
