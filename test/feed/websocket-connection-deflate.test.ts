import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { aRawVenue, cleanUp, closeCodeOf, numbersIn, Told, upTo } from './connection-rig.ts';
import { aClose, aFrame, COMPRESSED, Deflater, TEXT } from './receive/websocket-frames.ts';

afterEach(cleanUp);

describe('openWebSocketConnection', () => {
  it('offers no compression unless it is asked for', async () => {
    const offers: (string | undefined)[] = [];
    for (const options of [{}, { deflate: true }]) {
      const server = createServer();
      server.on('upgrade', ({ headers }) => offers.push(headers['sec-websocket-extensions']));
      const told = new Told(await aRawVenue(() => undefined, { server }), ['json'], options);
      await told.until('open');
      expect(told.connection.receivePath).toBe('quick');
    }
    expect(offers).toEqual([undefined, 'permessage-deflate; client_max_window_bits']);
  });

  it('leaves inflating to ws where ws is to read', async () => {
    const deflated = new Deflater().deflate('0');
    const url = await aRawVenue((socket) => socket.write(aFrame(TEXT | COMPRESSED, deflated)), {
      extensions: 'permessage-deflate',
    });
    const told = new Told(url, ['json'], { deflate: true, receivePath: 'ws' });
    await told.until('text 0');
    expect(told.connection.receivePath).toBe('ws');
  });

  it.each(['permessage-deflate', 'permessage-deflate; server_no_context_takeover'])(
    'inflates each message by the terms %s',
    async (extensions) => {
      const deflater = new Deflater(!extensions.includes('no_context'));
      const frames = upTo(50).map((number) =>
        aFrame(TEXT | COMPRESSED, deflater.deflate(`${number}`.padEnd(200))),
      );
      const url = await aRawVenue((socket) => socket.end(Buffer.concat([...frames, aClose(1001)])), {
        extensions,
      });
      const told = new Told(url, ['json'], { deflate: true });
      await told.until('closed');
      expect([told.connection.receivePath, numbersIn(told)]).toEqual(['quick', upTo(50)]);
    },
  );

  it.each([
    ['a bomb', new Deflater().deflate('0'.repeat(5_000_000)), '1009'],
    ['bytes that are no deflate', Buffer.from([0x07]), '1007'],
    ['what inflates to no UTF-8', new Deflater().deflate(Buffer.from([0xff])), '1007'],
  ])('ends the connection at %s with the close code of ws', async (_, deflated, code) => {
    const closes: string[] = [];
    const url = await aRawVenue(
      (socket) => {
        socket.on('data', (bytes: Buffer) => closes.push(closeCodeOf(bytes)));
        socket.write(
          Buffer.concat([aFrame(TEXT, '0'), aFrame(TEXT | COMPRESSED, deflated), aFrame(TEXT, '1')]),
        );
      },
      { extensions: 'permessage-deflate' },
    );
    const told = new Told(url, ['json'], { deflate: true });
    await told.until('closed');
    expect([numbersIn(told), closes[0]]).toEqual([[0], code]);
  });
});
