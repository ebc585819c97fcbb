import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { aVenue, cleanUp, listening, Told } from './connection-rig.ts';

afterEach(cleanUp);

describe('openWebSocketConnection', () => {
  it('offers the codecs in order of preference and speaks the one the venue picks', async () => {
    const { url, offers } = await aVenue((peer) => peer.send('{"type":"welcome"}'));
    const told = new Told(url);
    await told.until('text');
    expect(offers).toEqual(['touchline.v1.msgpack', 'touchline.v1.json']);
    expect(told.lines).toEqual(['open json', 'text {"type":"welcome"}']);
  });

  it('carries text and binary frames both ways', async () => {
    const received: [string, boolean][] = [];
    const { url } = await aVenue((peer) => {
      peer.on('message', (bytes: Buffer, isBinary) => {
        received.push([bytes.toString('hex'), isBinary]);
        peer.send(bytes, { binary: isBinary });
      });
    });
    const told = new Told(url);
    await told.until('open');
    told.connection.send('hello');
    told.connection.send(new Uint8Array([1, 2, 3]));
    await told.until('binary');
    expect(received).toEqual([
      [Buffer.from('hello').toString('hex'), false],
      ['010203', true],
    ]);
    expect(told.lines).toEqual(['open json', 'text hello', 'binary 3']);
  });

  it('closes with the status and the words of a refusal', async () => {
    const server = createServer();
    server.on('upgrade', (_, socket) => {
      const body = 'no sub-protocol in common: offered x, supported y\n';
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const told = new Told(await listening(server));
    expect(await told.until('closed')).toBe(
      'closed refused with HTTP 400: no sub-protocol in common: offered x, supported y',
    );
    expect(told.lines).toHaveLength(1);
  });

  it('passes on when a venue that refuses says to come back', async () => {
    const server = createServer();
    const body =
      '{"type":"error","id":0,"code":"CONNECT_RATE_LIMITED","message":"later","retryAfterMs":3000}';
    server.on('upgrade', (_, socket) => {
      socket.end(`HTTP/1.1 429 Wait\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const told = new Told(await listening(server));
    expect(await told.until('closed')).toBe(
      'closed refused with HTTP 429: CONNECT_RATE_LIMITED, later; again in 3000 ms',
    );
  });

  it('closes when the words of a refusal are cut off or have no end', async () => {
    const server = createServer();
    server.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 503 Busy\r\nContent-Length: 4000\r\n\r\nfull', () => socket.destroy());
    });
    const told = new Told(await listening(server));
    expect(await told.until('closed')).toBe('closed refused with HTTP 503: full');
  });

  it('shows no more than the first 300 characters of a refusal', async () => {
    const server = createServer();
    server.on('upgrade', (_, socket) => {
      const body = 'x'.repeat(5_000);
      socket.end(`HTTP/1.1 503 Busy\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const told = new Told(await listening(server));
    expect(await told.until('closed')).toBe(`closed refused with HTTP 503: ${'x'.repeat(300)}`);
  });

  it('closes with the reason when nobody listens', async () => {
    const server = createServer();
    const url = await listening(server);
    server.close();
    await once(server, 'close');
    const told = new Told(url);
    expect(await told.until('closed')).toContain(`nobody answers at ${new URL(url).host}`);
    expect(told.lines).toHaveLength(1);
  });

  it.each(['not an address', 'http//x', 'ftp://127.0.0.1/', 'ws://127.0.0.1/#part'])(
    'closes instead of throwing for the address %s',
    async (url) => {
      const told = new Told(url);
      expect(told.lines).toEqual([]);
      told.connection.send('lost');
      expect((await told.until('closed')).length).toBeGreaterThan('closed '.length);
      expect(told.lines).toHaveLength(1);
    },
  );

  it('refuses a venue that picks a sub-protocol that was not offered', async () => {
    const { url } = await aVenue(() => undefined, 'touchline.v9.xml');
    const told = new Told(url);
    expect(await told.until('closed')).toMatch(/subprotocol|sub-protocol/i);
    expect(told.lines).toHaveLength(1);
  });

  it('ends the connection at a message larger than the protocol allows', async () => {
    const { url } = await aVenue((peer) => {
      peer.send('x'.repeat(1_048_576));
      peer.send('x'.repeat(1_048_577));
      peer.send('after');
    });
    const told = new Told(url);
    expect(await told.until('closed')).toContain('Max payload size exceeded');
    expect(told.lines.map((line) => line.length > 1_000)).toEqual([false, true, false]);
  });

  it('closes with the code and words of the venue', async () => {
    const { url } = await aVenue((peer) => peer.close(1001, 'the venue is going away'));
    const told = new Told(url);
    expect(await told.until('closed')).toBe('closed connection closed (1001: the venue is going away)');
  });

  it('ends at once with the reason given, and tells nothing afterwards', async () => {
    let venueSide: WebSocket | null = null;
    const { url } = await aVenue((peer) => {
      venueSide = peer;
    });
    const told = new Told(url);
    await told.until('open');
    told.connection.terminate('no message for 1.5 s');
    told.connection.terminate('another reason');
    told.connection.send('lost');
    expect(await told.until('closed')).toBe('closed no message for 1.5 s');
    const peer = venueSide as WebSocket | null;
    if (peer !== null && peer.readyState !== peer.CLOSED) await once(peer, 'close');
    expect(told.lines).toEqual(['open json', 'closed no message for 1.5 s']);
  });

  it('can be ended before it stands', async () => {
    const server = createServer();
    server.on('upgrade', () => undefined);
    const told = new Told(await listening(server));
    told.connection.terminate('closed');
    expect(await told.until('closed')).toBe('closed closed');
    expect(told.lines).toHaveLength(1);
  });
});
