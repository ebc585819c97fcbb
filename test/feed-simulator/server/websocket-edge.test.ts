import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CODEC_NAMES, SUB_PROTOCOLS } from '../../../main/wire/codec.ts';
import type { VenueErrorCode } from '../../../feed-simulator/server/venue-error-code.ts';
import { EdgeRig, closeOf, received } from './edge-rig.ts';

const rigs: EdgeRig[] = [];

async function start(options: Parameters<typeof EdgeRig.start>[0] = {}): Promise<EdgeRig> {
  const rig = await EdgeRig.start(options);
  rigs.push(rig);
  return rig;
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

describe('WebSocketEdge', () => {
  it('opens a session with the codec of the sub-protocol, the rights of the token and the facts of the line', async () => {
    const rig = await start();
    for (const codec of CODEC_NAMES) {
      const { client } = await rig.connect({ codec });
      expect(client.protocol).toBe(SUB_PROTOCOLS[codec]);
    }
    expect(rig.venue.sessions.map(({ connection }) => connection.facts)).toEqual([
      { number: 1, transport: 'websocket', codec: 'flat-msgpack', address: '127.0.0.1' },
      { number: 2, transport: 'websocket', codec: 'flat-json', address: '127.0.0.1' },
      { number: 3, transport: 'websocket', codec: 'msgpack', address: '127.0.0.1' },
      { number: 4, transport: 'websocket', codec: 'json', address: '127.0.0.1' },
    ]);
    expect(rig.venue.sessions[0]?.rights).toBe(rig.access.verdict);
    expect(rig.counts.entries('connectionsOpened').map(({ labels }) => labels.join())).toEqual([
      'websocket,flat-msgpack',
      'websocket,flat-json',
      'websocket,msgpack',
      'websocket,json',
    ]);
  });

  it('asks for access with the header and with every token of the query', async () => {
    const rig = await start();
    rig.access.verdict = { type: 'refused', code: 'TOKEN_INVALID', message: 'no' };
    await rig.refused('/v1?access_token=a%2Bb&x=1&access_token=c', { authorization: 'Bearer d' });
    expect(rig.access.asked).toEqual([{ authorization: 'Bearer d', queryTokens: ['a+b', 'c'] }]);
  });

  it.each<[VenueErrorCode, number, string | undefined]>([
    ['TOKEN_REQUIRED', 401, 'Bearer'],
    ['TOKEN_INVALID', 401, 'Bearer error="invalid_token"'],
    ['TOKEN_EXPIRED', 401, 'Bearer error="invalid_token"'],
    ['TOKEN_WRONG_AUDIENCE', 401, 'Bearer error="invalid_token"'],
    ['SCOPE_MISSING', 403, 'Bearer error="insufficient_scope"'],
  ])('refuses %s with %i before a WebSocket is opened', async (code, status, challenge) => {
    const rig = await start();
    rig.access.verdict = { type: 'refused', code, message: 'not this one' };
    const refused = await rig.refused('/v1');
    expect(refused.status).toBe(status);
    expect(refused.headers['www-authenticate']).toBe(challenge);
    expect(JSON.parse(refused.body)).toEqual({ type: 'error', id: 0, code, message: 'not this one' });
    expect([rig.venue.sessions.length, rig.access.addresses.length]).toEqual([0, 0]);
  });

  it.each<[VenueErrorCode, number]>([
    ['ADDRESS_CONNECTION_LIMIT', 429],
    ['TOKEN_CONNECTION_LIMIT', 429],
    ['CONNECT_RATE_LIMITED', 429],
    ['VENUE_CONNECTION_LIMIT', 503],
  ])('refuses %s with %i and says when to come back', async (code, status) => {
    const rig = await start();
    rig.access.admission = { type: 'refused', code, message: 'too many', retryAfterMs: 1_500 };
    const refused = await rig.refused('/v1');
    expect([refused.status, refused.headers['retry-after']]).toEqual([status, '2']);
    expect(JSON.parse(refused.body)).toMatchObject({ code, retryAfterMs: 1_500 });
    expect(rig.venue.sessions).toEqual([]);
  });

  it('refuses a client without a sub-protocol in common, and another path', async () => {
    const rig = await start();
    expect(await rig.refused('/v1', { 'sec-websocket-protocol': 'touchline.v2.json, chat' })).toMatchObject({
      status: 400,
      body: 'no sub-protocol in common: offered touchline.v2.json, chat, supported touchline.v1.flat.msgpack, touchline.v1.flat.json, touchline.v1.msgpack, touchline.v1.json\n',
    });
    expect((await rig.refused('/v2')).status).toBe(404);
    expect(rig.access.asked).toEqual([]);
  });

  it('gives the place back when a connection ends, and when a handshake comes to nothing', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    expect(rig.access.lent).toBe(1);
    client.terminate();
    await rig.venue.until(() => rig.venue.ended === 1);
    expect((await rig.refused('/v1', { 'sec-websocket-key': 'too short' })).status).toBe(400);
    expect(rig.access.addresses).toHaveLength(2);
    const { client: last } = await rig.connect();
    expect(rig.access.lent).toBe(1);
    last.terminate();
  });

  it('closes with 1009 after a message over the limit, counts it, and goes on for others', async () => {
    const rig = await start();
    const [large, other] = [await rig.connect(), await rig.connect()];
    large.client.send('x'.repeat(4_097));
    expect((await closeOf(large.client)).code).toBe(1009);
    expect(rig.counts.entries('refusals')).toEqual([{ labels: ['MESSAGE_TOO_BIG'], value: 1 }]);
    other.client.send('echo still-here');
    await received(other.client, () => other.messages.includes('still-here'));
  });

  it('counts what comes in', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    client.send('1234');
    client.send(Buffer.from('12'));
    await rig.venue.until(() => rig.venue.sessions[0]?.received.length === 2);
    expect([rig.counts.total('messagesIn'), rig.counts.total('bytesIn')]).toEqual([2, 6]);
  });

  it('says goodbye with the words of the venue and 1001, and does not wait for one that hangs', async () => {
    const rig = await start();
    const { client, messages } = await rig.connect();
    const hanging = await rig.connect();
    hanging.client.pause();
    const frozen = await rig.connect();
    rig.venue.connection(2).freeze(true);
    const closed = closeOf(client);
    const frozenClosed = closeOf(frozen.client);
    const startedAt = performance.now();
    await rig.edge.close('maintenance');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(messages.at(-1)).toBe('going away: maintenance');
    expect(await closed).toEqual({ code: 1001, reason: 'maintenance' });
    expect(await rig.refused('/v1')).toMatchObject({ status: 503, body: 'the venue is going away\n' });
    expect(rig.edge.connectionCount).toBe(0);
    expect((await frozenClosed).code).toBe(1006);
  });

  it('cuts everybody without a word, as a crash does', async () => {
    const rig = await start();
    const both = [await rig.connect(), await rig.connect()];
    const closes = both.map(({ client }) => closeOf(client));
    rig.edge.cutAll();
    expect((await Promise.all(closes)).map(({ code }) => code)).toEqual([1006, 1006]);
  });

  it('cuts off who asks on a connection it had already while the venue is down, and lends no place', async () => {
    let isDown = false;
    const rig = await start({ isDown: () => isDown });
    await rig.connect();
    isDown = true;
    await expect(rig.refused('/v1')).rejects.toThrow(/hang up|ECONNRESET/);
    expect([rig.venue.sessions.length, rig.access.lent]).toEqual([1, 1]);
  });

  it('reads a client that sends on while the venue is busy only after the next step', async () => {
    let isBusy = true;
    const rig = await start({ isBusy: () => isBusy });
    const { client } = await rig.connect();
    const received = () => rig.venue.sessions[0]?.received;
    client.send('first');
    await rig.venue.until(() => received()?.length === 1);
    client.send('second');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received()).toEqual(['first']);
    isBusy = false;
    rig.edge.readOn();
    await rig.venue.until(() => received()?.length === 2);
    client.send('third');
    await rig.venue.until(() => received()?.length === 3);
  });

  it('drops and counts a peer that leaves three pings without a pong, and keeps one that answers', async () => {
    const rig = await start({ peerCheckMs: 20 });
    const [dead, living] = [await rig.connect(), await rig.connect()];
    dead.client.pause();
    await rig.venue.until(() => rig.venue.ended === 1);
    expect(rig.counts.total('peersTimedOut')).toBe(1);
    let pings = 0;
    living.client.on('ping', () => (pings += 1));
    while (pings < 5) await once(living.client, 'ping');
    expect([rig.venue.ended, living.client.readyState]).toEqual([1, living.client.OPEN]);
  });

  it('lets go of a client it refused, also when that one keeps its own end open', async () => {
    const rig = await start();
    const refused = createConnection({ port: rig.port, host: '127.0.0.1', allowHalfOpen: true });
    refused.on('error', () => undefined);
    refused.write('GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let answer = '';
    refused.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await once(refused, 'end');
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*nothing here: the venue is at \/v1\n$/);
    const startedAt = performance.now();
    await rig.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    refused.destroy();
  });
});
