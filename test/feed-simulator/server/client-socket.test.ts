import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_DEFLATE } from '../../../feed-simulator/server/deflate-limits.ts';
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

/** Texts of sizes on both sides of every border: frame headers, the scratch buffer, the socket's own buffer. */
const TEXTS = [0, 1, 125, 126, 65_535, 65_536, 70_000, 300_000].map((length, index) =>
  String.fromCharCode(97 + index).repeat(length),
);

describe('ClientSocket', () => {
  it.each([false, true])(
    'delivers in order whatever was sent in one batch (compressed: %s)',
    async (isCompressing) => {
      const rig = await start({ deflate: isCompressing ? DEFAULT_DEFLATE : null });
      const { client, messages } = await rig.connect({ isCompressing });
      expect(client.extensions !== '').toBe(isCompressing);
      const connection = rig.venue.connection();
      rig.edge.batched(() => {
        for (let round = 0; round < 3; round += 1) for (const text of TEXTS) connection.send(text);
      });
      connection.send('end');
      await received(client, () => messages.at(-1) === 'end');
      expect(messages.slice(1, -1).map((text) => text.length)).toEqual(
        [...TEXTS, ...TEXTS, ...TEXTS].map((text) => text.length),
      );
      expect(messages.slice(1, -1)).toEqual([...TEXTS, ...TEXTS, ...TEXTS]);
    },
  );

  it('gives the same bytes to all connections without mixing them up', async () => {
    const rig = await start();
    const clients = [await rig.connect(), await rig.connect(), await rig.connect()];
    const expected: string[][] = [[], [], []];
    rig.edge.batched(() => {
      for (let i = 0; i < 600; i += 1) {
        const text = `message ${i} ${'x'.repeat(i)}`;
        for (let to = 0; to < 3; to += 1)
          if (i % (to + 2) !== 0) {
            rig.venue.connection(to).send(text);
            expected[to]?.push(text);
          }
      }
    });
    for (const [to, { client, messages }] of clients.entries()) {
      rig.venue.connection(to).send('end');
      await received(client, () => messages.at(-1) === 'end');
      expect(messages.slice(1, -1)).toEqual(expected[to]);
    }
  });

  it('sends text as text and bytes as bytes', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    const kinds: string[] = [];
    client.on('message', (message: Buffer, isBinary) =>
      kinds.push(`${isBinary} ${message.toString('latin1')}`),
    );
    rig.edge.batched(() => {
      rig.venue.connection().send('text');
      rig.venue.connection().send(Buffer.from('bytes'));
    });
    await received(client, () => kinds.length === 2);
    expect(kinds).toEqual(['false text', 'true bytes']);
  });

  it('counts everything unsent, what waits in the batch included', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    const connection = rig.venue.connection();
    const megabyte = 'x'.repeat(1_000_000);
    rig.edge.batched(() => {
      for (let i = 1; i <= 3; i += 1) {
        connection.send(megabyte);
        expect(connection.bufferedBytes()).toBe(i * 1_000_010);
      }
    });
    client.pause();
    for (let i = 0; i < 40; i += 1) connection.send(megabyte);
    expect(connection.bufferedBytes()).toBeGreaterThan(20_000_000);
    client.resume();
    connection.send('end');
    await new Promise<void>((resolve) =>
      client.on('message', (message: Buffer) => {
        if (message.length === 3) resolve();
      }),
    );
    expect(connection.bufferedBytes()).toBe(0);
  });

  it('keeps for a reader that hangs no more memory than what it has not read', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    client.pause();
    const connection = rig.venue.connection();
    while (connection.bufferedBytes() === 0) connection.send('x'.repeat(1_000_000));
    const [unsentBefore, heldBefore] = [connection.bufferedBytes(), process.memoryUsage().arrayBuffers];
    for (let step = 0; step < 2_000; step += 1)
      rig.edge.batched(() => {
        connection.send(`first of step ${step}`);
        connection.send(`second of step ${step}`);
      });
    expect(connection.bufferedBytes() - unsentBefore).toBeLessThan(100_000);
    expect(process.memoryUsage().arrayBuffers - heldBefore).toBeLessThan(4_000_000);
  });

  it('sends what was sent before a close, and nothing after it', async () => {
    const rig = await start();
    const { client, messages } = await rig.connect();
    const connection = rig.venue.connection();
    const closed = closeOf(client);
    rig.edge.batched(() => {
      connection.send('last');
      connection.close(1008, 'policy');
      connection.send('too late');
    });
    expect(await closed).toEqual({ code: 1008, reason: 'policy' });
    expect(messages).toEqual(['welcome', 'last']);
  });

  it('neither reads, writes nor answers pings while frozen, stays open, and goes on when it thaws', async () => {
    const rig = await start({ peerCheckMs: 10 });
    const { client, messages } = await rig.connect();
    const other = await rig.connect();
    const connection = rig.venue.connection();
    connection.freeze(true);
    let pongs = 0;
    client.on('pong', () => (pongs += 1));
    client.ping();
    client.send('echo answer');
    connection.send('held');
    // Fifty pings to the other: the frozen one is not asked, or it would be dropped after three.
    let pings = 0;
    await new Promise<void>((resolve) =>
      other.client.on('ping', () => {
        pings += 1;
        if (pings === 20) resolve();
      }),
    );
    expect([messages, pongs, rig.venue.sessions[0]?.received]).toEqual([['welcome'], 0, []]);
    expect(connection.bufferedBytes()).toBe(6);
    connection.freeze(false);
    await received(client, () => messages.includes('answer'));
    expect(messages).toEqual(['welcome', 'held', 'answer']);
    expect(rig.counts.total('peersTimedOut')).toBe(0);
  });

  it('is cut when it thaws, if the venue closed it while it was frozen', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    const connection = rig.venue.connection();
    connection.freeze(true);
    connection.close(1013, 'too slow');
    expect(rig.edge.connectionCount).toBe(1);
    const closed = closeOf(client);
    connection.freeze(false);
    expect((await closed).code).toBe(1006);
  });

  it('begins a frame, sends half of it and cuts', async () => {
    const rig = await start();
    const { client, messages } = await rig.connect();
    const closed = closeOf(client);
    rig.edge.batched(() => {
      rig.venue.connection().send('whole');
      rig.venue.connection().sendHalf('y'.repeat(1_000));
      rig.venue.connection().send('never');
    });
    expect((await closed).code).toBe(1006);
    expect(messages).toEqual(['welcome', 'whole']);
  });

  it('cuts at once', async () => {
    const rig = await start();
    const { client } = await rig.connect();
    const closed = closeOf(client);
    rig.venue.connection().cut();
    expect((await closed).code).toBe(1006);
  });
});

describe('DEFAULT_DEFLATE', () => {
  it('refuses a small message that inflates to a large one', async () => {
    const rig = await start({ deflate: DEFAULT_DEFLATE });
    const { client } = await rig.connect({ isCompressing: true });
    const closed = closeOf(client);
    client.send('z'.repeat(50_000_000)); // about 50 KB on the wire, past what ws asks of a frame only when inflated
    expect((await closed).code).toBe(1009);
    const small = await rig.connect({ isCompressing: true });
    const bomb = closeOf(small.client);
    small.client.send('z'.repeat(1_000_000)); // about 1 KB on the wire: under the limit until it is inflated
    expect((await bomb).code).toBe(1009);
    expect(rig.counts.entries('refusals')).toEqual([{ labels: ['MESSAGE_TOO_BIG'], value: 2 }]);
    expect(rig.venue.sessions.every(({ received: messages }) => messages.length === 0)).toBe(true);
  });

  it('takes a client that does not compress, and is not offered unless switched on', async () => {
    const offering = await start({ deflate: DEFAULT_DEFLATE });
    expect((await offering.connect({ isCompressing: false })).client.extensions).toBe('');
    const plain = await start();
    expect((await plain.connect({ isCompressing: true })).client.extensions).toBe('');
  });

  it('counts what waits for the compressor as unsent', async () => {
    const rig = await start({ deflate: DEFAULT_DEFLATE });
    const { client, messages } = await rig.connect({ isCompressing: true });
    const connection = rig.venue.connection();
    const texts = Array.from({ length: 20 }, () => randomBytes(5_000).toString('base64'));
    for (const text of texts) connection.send(text);
    expect(connection.bufferedBytes()).toBeGreaterThan(19 * 6_668);
    await received(client, () => messages.length === 21);
    expect(messages.slice(1)).toEqual(texts);
  });
});
