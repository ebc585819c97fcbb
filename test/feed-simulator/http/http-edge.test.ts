import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { newCertificate } from '../../../feed-simulator/access/new-certificate.ts';
import { createLog } from '../../../feed-simulator/observability/log.ts';
import { refusal } from '../../../feed-simulator/server/access-refusal.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig } from './http-rig.ts';

const rigs: HttpRig[] = [];

function open(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open(options);
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

/** Status line and head of a request written by hand. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  await once(socket, 'close');
  return answer;
}

describe('createHttpEdge', () => {
  it('shows its page under the policy that belongs to it, and tells nobody where it was', async () => {
    const rig = await open();
    const page = await rig.ask('/');
    expect(await page.text()).toContain('<!doctype html>');
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'sha256-") as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('answers supervisors without a token, and is not ready once it goes', async () => {
    const rig = await open();
    rig.access.stranger = refusal('TOKEN_REQUIRED', 'no strangers');
    const statusOf = async (path: string) => (await rig.ask(path)).status;
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200]);
    expect(await (await rig.ask('/metrics')).text()).toContain('touchline_epoch 1\n');
    rig.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 1 };
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
  });

  it('tells a plain request for the WebSocket how to ask for it', async () => {
    const rig = await open();
    const answer = await raw(rig.port, 'GET /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
    expect(answer).toMatch(/\r\nupgrade: websocket\r\n/i);
    expect(answer).toMatch(/\r\nconnection: Upgrade, close\r\n/i);
  });

  it('knows an unknown path from a known one asked for in another way', async () => {
    const rig = await open();
    const [unknown, wrong] = [await rig.ask('/v2'), await rig.ask('/v1/poll', { method: 'POST' })];
    expect([unknown.status, wrong.status, wrong.headers.get('allow')]).toEqual([404, 405, 'GET']);
    expect(await unknown.json()).toMatchObject({ type: 'error', id: 0, code: 'UNKNOWN_PATH' });
    expect(await wrong.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    expect((await rig.ask('/v1/control/faults')).status).toBe(404);
    expect((await rig.ask('/', { method: 'HEAD' })).status).toBe(200);
    expect((await rig.ask('/v1/stream?channels=book&instruments=*', { method: 'HEAD' })).status).toBe(405);
  });

  it.each([
    ['an unknown channel', 'channels=books&instruments=*'],
    ['no instruments', 'channels=book'],
    ['an unknown field', 'channels=book&instruments=*&deep=3'],
    ['a field twice', 'channels=book&instruments=*&depth=1&depth=2'],
    ['a depth too great', 'channels=book&instruments=*&depth=1001'],
    ['a conflation between the steps', 'channels=book&instruments=*&conflationMs=30'],
    ['a cursor that is no text of ours', 'channels=book&instruments=*&since=A%20B'],
    ['a wait too long', 'channels=book&instruments=*&wait=25001'],
    ['candles of no interval', 'channels=candles&instruments=*'],
  ])('refuses a query with %s, and counts it', async (_what, query) => {
    const rig = await open();
    const answer = await rig.ask(`/v1/poll?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ type: 'error', id: 0, code: 'BAD_MESSAGE' });
    expect(rig.counts.entries('refusals')).toEqual([{ labels: ['BAD_MESSAGE'], value: 1 }]);
    expect(rig.venue.open).toBe(0);
  });

  it('never takes a bad token for a stranger', async () => {
    const rig = await open();
    const path = '/v1/poll?channels=book&instruments=*';
    const byHeader = await rig.ask(path, { headers: { authorization: 'Bearer forged' } });
    const byQuery = await rig.ask(`${path}&access_token=forged`);
    const twice = await rig.ask(`${path}&access_token=a&access_token=b`);
    for (const answer of [byHeader, byQuery, twice]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  it('takes a token from the header and from the query', async () => {
    const rig = await open();
    rig.access.tokens.set('good', rightsTo(['BBB'], { tokenId: '1' }));
    const ids = async (path: string, init: RequestInit = {}) =>
      ((await (await rig.ask(path, init)).json()) as { id: string }[]).map(({ id }) => id);
    expect(await ids('/v1/instruments')).toEqual(['AAA', 'BBB']);
    expect(await ids('/v1/instruments', { headers: { authorization: 'Bearer good' } })).toEqual(['BBB']);
    expect(await ids('/v1/instruments?access_token=good')).toEqual(['BBB']);
  });

  it('shows what is going on to anybody, and who is there to those who may control it', async () => {
    const rig = await open();
    rig.access.tokens.set('steer', rightsTo(['*'], { tokenId: '1', scopes: ['control'] }));
    rig.access.tokens.set('desk', rightsTo(['*'], { tokenId: '2', subject: 'desk 7' }));
    await rig.stream('/v1/stream?channels=book&instruments=*&access_token=desk');
    const summary = async (query = '') => JSON.stringify(await rig.json(`/v1/summary${query}`));
    expect(await summary()).toContain('"epoch":1');
    expect(await summary()).not.toContain('desk 7');
    expect(await summary('?access_token=steer')).toContain('desk 7');
  });

  it('shows of the instruments those that the token may read, and all to those who may control it', async () => {
    const rig = await open();
    rig.access.tokens.set('one', rightsTo(['BBB'], { tokenId: '1' }));
    rig.access.tokens.set('steer', rightsTo([], { tokenId: '2', scopes: ['control'] }));
    const ids = async (query: string) => {
      const { instruments } = await rig.json(`/v1/summary${query}`);
      return (instruments as readonly { id: string }[]).map(({ id }) => id);
    };
    expect(await ids('')).toEqual(['AAA', 'BBB']);
    expect(await ids('?access_token=one')).toEqual(['BBB']);
    expect(await ids('?access_token=steer')).toEqual(['AAA', 'BBB']);
  });

  it('says when an allowance is used up and when to come again', async () => {
    const rig = await open();
    const limit = { ...refusal('ADDRESS_RATE_LIMITED', 'too many'), retryAfterMs: 1_500 };
    rig.access.refusal = limit;
    const answer = await rig.ask('/v1/instruments');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await answer.json()).toMatchObject({ code: 'ADDRESS_RATE_LIMITED', retryAfterMs: 1_500 });
  });

  it('gives data to no token that is for control alone, and a new life to any', async () => {
    const rig = await open();
    rig.access.tokens.set('steer', rightsTo(['*'], { tokenId: '1', scopes: ['control'] }));
    const headers = { authorization: 'Bearer steer' };
    const refused = await rig.ask('/v1/instruments', { headers });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      403,
      'SCOPE_MISSING',
    ]);
    expect(await rig.json('/v1/token/refresh', { headers, method: 'POST' })).toEqual({
      token: 'steer again',
      expiresAt: 17,
    });
  });

  it('lets pages of any origin in, without their credentials', async () => {
    const rig = await open();
    const answer = await rig.ask('/v1/instruments', { headers: { origin: 'https://example.org' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-expose-headers')?.toLowerCase()).toBe('etag, retry-after');
    const preflight = await rig.ask('/v1/instruments', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  it('refuses bodies that are too long, of another kind or broken', async () => {
    const control = { startFault: () => ({ id: 1 }) } as never;
    const rig = await open({ control });
    rig.access.tokens.set('steer', rightsTo(['*'], { tokenId: '1', scopes: ['control'] }));
    const post = (body: string, type: string) =>
      rig.ask('/v1/control/faults', {
        method: 'POST',
        body,
        headers: { authorization: 'Bearer steer', 'content-type': type },
      });
    const json = 'application/json';
    expect((await post(`{"a":"${'x'.repeat(20_000)}"}`, json)).status).toBe(413);
    expect((await post('{"a":', json)).status).toBe(400);
    expect((await post('{"__proto__":{"x":1}}', json)).status).toBe(400);
    expect((await post('a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post('{}', json)).status).toBe(200);
  });

  it('says no more than that of a fault of its own', async () => {
    const rig = await open();
    rig.venue.definitions = () => {
      throw new Error('a secret path');
    };
    const answer = await rig.ask('/v1/instruments');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      type: 'error',
      id: 0,
      code: 'INTERNAL',
      message: 'the venue failed to answer',
    });
  });

  it('writes no token into the log, whatever goes wrong with the request that has it', async () => {
    const lines: string[] = [];
    const { logger } = createLog({ level: 'debug', stream: { write: (line) => lines.push(line) } });
    const rig = await open({ logger });
    rig.access.tokens.set('s3cret', rightsTo(['*'], { tokenId: '1' }));
    rig.venue.definitions = () => {
      throw new Error('broken');
    };
    const headers = { authorization: 'Bearer s3cret' };
    for (const path of ['/v1/instruments', '/v1/poll?channels=x', '/v2?x=1', '/v1/stream'])
      for (const method of ['GET', 'POST']) {
        await rig.ask(path, { method, headers });
        await rig.ask(`${path}${path.includes('?') ? '&' : '?'}access_token=s3cret`, { method });
      }
    expect(lines.join('')).toContain('a route failed');
    expect(lines.join('')).not.toContain('s3cret');
  });

  it('cuts off who asks for market data while the venue is down, also on a connection it has', async () => {
    let isDown = false;
    const rig = await open({ isDown: () => isDown });
    expect((await rig.ask('/v1/instruments')).status).toBe(200);
    isDown = true;
    await expect(rig.ask('/v1/instruments')).rejects.toThrow('fetch failed');
    expect((await rig.ask('/healthz')).status).toBe(200);
    isDown = false;
    expect((await rig.ask('/v1/instruments')).status).toBe(200);
  });

  it('speaks HTTPS with a certificate', async () => {
    const { key, cert, ca } = await newCertificate(['127.0.0.1'], new Date());
    const rig = await open({ tls: { key, cert } });
    const asked = request({ host: '127.0.0.1', port: rig.port, path: '/healthz', ca, agent: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.resume();
  });

  it('rejects with the code of the system when the port is taken', async () => {
    const rig = await open();
    const second = new HttpRig(new FakeVenue());
    rigs.push(second);
    await expect((await second.build()).listen(rig.port, '127.0.0.1')).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
