import { once } from 'node:events';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SUB_PROTOCOLS } from '../../../main/wire/codec.ts';
import { WebSocketEdge } from '../../../feed-simulator/server/websocket-edge.ts';
import { SecondReader } from '../../support/second-reader.ts';
import type { ReaderCodec } from '../../support/second-reader.ts';
import { VenueFixture, bid } from './venue-fixture.ts';

const fixture = new VenueFixture();
const edges: WebSocketEdge[] = [];

async function open(): Promise<{
  edge: WebSocketEdge;
  port: number;
  connect: (codec: ReaderCodec) => SecondReader;
}> {
  const edge = new WebSocketEdge(fixture.venue);
  edges.push(edge);
  const port = await edge.listen(0, '127.0.0.1');
  return { edge, port, connect: (codec) => new SecondReader(`ws://127.0.0.1:${port}/v1`, codec) };
}

afterEach(async () => {
  await Promise.all(edges.splice(0).map((edge) => edge.close()));
});

/** Status and body of a refused upgrade. */
function upgrade(
  port: number,
  path: string,
  subProtocols: string,
): Promise<{ status: number; body: string }> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': subProtocols,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: body.trim() }));
    });
    sent.on('error', reject);
    sent.on('upgrade', (_response, socket: Socket) => {
      socket.destroy();
      resolve({ status: 101, body: '' });
    });
    sent.end();
  });
}

const welcomed = (reader: SecondReader) =>
  reader.next('the welcome', (message) => message.type === 'welcome');

describe('WebSocketEdge', () => {
  it('speaks the codec of the sub-protocol it was offered', async () => {
    const { connect } = await open();
    for (const codec of Object.keys(SUB_PROTOCOLS) as ReaderCodec[]) {
      const reader = connect(codec);
      expect(await welcomed(reader)).toMatchObject({ protocol: 1, epoch: 7, venue: 'Fixture' });
      await reader.close();
    }
  });

  it('refuses a client without a sub-protocol in common, and says what it offered', async () => {
    const { port } = await open();
    expect(await upgrade(port, '/v1', 'touchline.v2.json, chat')).toEqual({
      status: 400,
      body: 'no sub-protocol in common: offered touchline.v2.json, chat, supported touchline.v1.msgpack, touchline.v1.json',
    });
  });

  it('refuses another path with 404, and takes the right one', async () => {
    const { port } = await open();
    expect((await upgrade(port, '/v2', 'touchline.v1.json')).status).toBe(404);
    expect((await upgrade(port, '/v1', 'touchline.v1.json')).status).toBe(101);
  });

  it('tells a plain HTTP client that this is a WebSocket', async () => {
    const { port } = await open();
    expect((await fetch(`http://127.0.0.1:${port}/v1`)).status).toBe(426);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });

  it('closes with 1009 after a message over 4,096 bytes and goes on for others', async () => {
    const { connect } = await open();
    const [large, other] = [connect('json'), connect('json')];
    await Promise.all([welcomed(large), welcomed(other)]);
    large.sendRaw('x'.repeat(4_097));
    await large.until(() => large.closed !== null, 'the close');
    expect(large.closed?.code).toBe(1009);
    other.request({ type: 'ping', sentTime: 1 });
    await other.next('the pong', (message) => message.type === 'pong');
  });

  it('closes with 1008 after ten bad messages, each answered', async () => {
    const { connect } = await open();
    const reader = connect('msgpack');
    await welcomed(reader);
    for (let i = 0; i < 10; i += 1) reader.sendRaw(i % 2 === 0 ? 'text' : Buffer.from([0xc1]));
    await reader.until(() => reader.closed !== null, 'the close');
    expect(reader.closed).toEqual({ code: 1008, reason: '10 bad messages on one connection' });
    expect(reader.messages.filter((message) => message.code === 'BAD_MESSAGE')).toHaveLength(10);
  });

  it('says 1001 to its clients when it closes, and does not wait for one that hangs', async () => {
    const { edge, port, connect } = await open();
    const reader = connect('json');
    await welcomed(reader);
    const hanging = createConnection({ port, host: '127.0.0.1' });
    hanging.on('error', () => undefined);
    const silent = connect('json');
    await welcomed(silent);
    silent.pause();
    const startedAt = performance.now();
    await edge.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await reader.until(() => reader.closed !== null, 'the close');
    expect(reader.closed).toEqual({ code: 1001, reason: 'the venue is going away' });
    hanging.destroy();
  });

  it('lets go of a client it refused, also when that one keeps its own end open', async () => {
    const { edge, port } = await open();
    const refused = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    refused.on('error', () => undefined);
    refused.write('GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let answer = '';
    refused.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await once(refused, 'end');
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*nothing here: the venue is at \/v1\n$/);
    const startedAt = performance.now();
    await edge.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    refused.destroy();
  });

  it('hands over in order what was sent in one batch', async () => {
    const { edge, connect } = await open();
    const reader = connect('json');
    await welcomed(reader);
    reader.request({ type: 'subscribe', instrument: 'AAA', channel: 'book' });
    await reader.next('the snapshot', (message) => message.type === 'snapshot');
    edge.batched(() => {
      for (let lots = 1; lots <= 100; lots += 1) fixture.change(bid(90, lots));
    });
    await reader.until(
      () => reader.messages.filter((message) => message.type === 'delta').length === 100,
      '100 deltas',
    );
    const lots = reader.messages
      .filter((message) => message.type === 'delta')
      .map((message) => message.levels?.[1]);
    expect(lots).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('rejects with the code of the system when the port is taken', async () => {
    const { port } = await open();
    const second = new WebSocketEdge(fixture.venue);
    await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
