import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { setTimeout as afterMs } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { CALM_READ_MS } from '../../main/core/market-data/feed-mode.ts';
import type { ReceivePathName } from '../../main/feed/receive/receive-path.ts';
import {
  aRawVenue,
  aVenue,
  cleanUp,
  closeCodeOf,
  numbered,
  numbersIn,
  Told,
  upTo,
} from './connection-rig.ts';
import { aClose, aFrame, fragments, PING, TEXT } from './receive/websocket-frames.ts';

afterEach(cleanUp);

const PATHS: readonly ReceivePathName[] = ['quick', 'ws'];

describe('openWebSocketConnection', () => {
  it('reads frames itself, and says so', async () => {
    const { url } = await aVenue((peer) => peer.send('hello'));
    const told = new Told(url);
    expect(told.connection.receivePath).toBeNull();
    await told.until('text hello');
    expect(told.connection.receivePath).toBe('quick');
  });

  it('leaves all to ws when it is told to', async () => {
    const { url } = await aVenue((peer) => peer.send('hello'));
    const told = new Told(url, ['json'], { receivePath: 'ws' });
    await told.until('text hello');
    expect(told.connection.receivePath).toBe('ws');
  });

  it.each(PATHS)('takes frames that come with the handshake (%s)', async (receivePath) => {
    const [half, rest] = [aFrame(TEXT, 'divided').subarray(0, 4), aFrame(TEXT, 'divided').subarray(4)];
    const first = Buffer.concat([aFrame(TEXT, 'first'), half]);
    const url = await aRawVenue((socket) => socket.write(rest), { first });
    const told = new Told(url, ['json'], { receivePath });
    await told.until('text divided');
    expect(told.lines).toEqual(['open json', 'text first', 'text divided']);
  });

  it.each(PATHS)(
    'keeps the order of whole messages, fragments, pings and the close (%s)',
    async (receivePath) => {
      const pongs: string[] = [];
      const url = await aRawVenue((socket) => {
        socket.on('data', (bytes: Buffer) => pongs.push(bytes.toString('hex').slice(0, 2)));
        const frames = [
          aFrame(TEXT, 'a'),
          aFrame(PING),
          ...fragments(TEXT, 'bcd', [1, 1]),
          aFrame(TEXT, 'e'),
        ];
        socket.write(Buffer.concat([...frames, aClose(1001, 'bye'), aFrame(TEXT, 'f')]));
      });
      const told = new Told(url, ['json'], { receivePath });
      expect(await told.until('closed')).toBe('closed connection closed (1001: bye)');
      expect(told.lines.slice(1, -1)).toEqual(['text a', 'text bcd', 'text e']);
      expect(pongs.join('')).toMatch(/^8a/);
    },
  );

  it.each([
    ['no UTF-8', aFrame(TEXT, Buffer.from([0xff])), '1007', 'UTF-8'],
    ['a frame that breaks the rules', aFrame(0x83, 'x'), '1002', 'opcode'],
    ['a message too large', Buffer.from('827f0000000000100001', 'hex'), '1009', 'Max payload'],
  ])('ends the connection at %s with the close code of ws', async (_, frame, code, words) => {
    const closes: string[] = [];
    const url = await aRawVenue((socket) => {
      socket.on('data', (bytes: Buffer) => closes.push(closeCodeOf(bytes)));
      socket.write(Buffer.concat([aFrame(TEXT, 'before'), frame, aFrame(TEXT, 'after')]));
    });
    const told = new Told(url);
    expect(await told.until('closed')).toContain(words);
    expect(told.lines.slice(0, -1)).toEqual(['open json', 'text before']);
    expect(closes[0]).toBe(code);
  });

  it('delivers nothing after a frame whose owner ends the connection', async () => {
    const url = await aRawVenue((socket) => socket.write(Buffer.concat(numbered(50))));
    const told = new Told(url);
    told.onLine = (line) => {
      if (line === 'text 2') told.connection.terminate('enough');
    };
    expect(await told.until('closed')).toBe('closed enough');
    expect(numbersIn(told)).toEqual([0, 1, 2]);
  });

  it('delivers what came before the socket ends or breaks, in slices that let other work in', async () => {
    const url = await aRawVenue((socket) => {
      socket.end(Buffer.concat([...numbered(60, 600), aClose(1001, 'over')]));
    });
    const told = new Told(url);
    let turns = 0;
    let isOver = false;
    const countTurn = (): unknown => (isOver ? undefined : ((turns += 1), setImmediate(countTurn)));
    told.onLine = (line) => {
      if (turns === 0 && line.startsWith('text')) countTurn();
      if (line.startsWith('text')) busyMs(0.5);
    };
    expect(await told.until('closed')).toBe('closed connection closed (1001: over)');
    isOver = true;
    expect(numbersIn(told)).toEqual(upTo(60));
    // 30 ms of work in slices of 2 ms.
    expect(turns).toBeGreaterThan(8);
  });

  it.each(PATHS)(
    'reads a steady feed no more often than calm mode says, and loses nothing (%s)',
    async (receivePath) => {
      const { feed, stop } = steadily(400);
      const url = await aRawVenue(feed);
      const told = new Told(url, ['json'], { receivePath });
      await told.until('open');
      told.connection.setMode('calm');
      const startedMs = performance.now();
      await told.until('text 399');
      const tookMs = performance.now() - startedMs;
      stop();
      expect(numbersIn(told)).toEqual(upTo(400));
      if (receivePath === 'quick') expect(told.reads).toBeLessThan(tookMs / (CALM_READ_MS - 1) + 5);
    },
  );

  it('reads at once again after calm mode, also in the midst of a rest', async () => {
    let venueSide: Duplex | null = null;
    const url = await aRawVenue((socket) => (venueSide = socket));
    const told = new Told(url);
    await told.until('open');
    for (let round = 0; round < 20; round += 1) {
      told.connection.setMode(round % 2 === 0 ? 'calm' : 'fast');
      (venueSide as Duplex | null)?.write(Buffer.concat([aFrame(TEXT, `${round}`), aFrame(PING)]));
      await told.until(`text ${round}`);
    }
    expect(numbersIn(told)).toEqual(upTo(20));
  });

  it('closes in calm mode as in fast', async () => {
    const url = await aRawVenue((socket) => {
      socket.write(aFrame(TEXT, '0'));
      void afterMs(2).then(() => socket.end(Buffer.concat([aFrame(TEXT, '1'), aClose(1001, 'over')])));
    });
    const told = new Told(url);
    await told.until('open');
    told.connection.setMode('calm');
    expect(await told.until('closed')).toBe('closed connection closed (1001: over)');
    expect(numbersIn(told)).toEqual([0, 1]);
  });

  it('reads a venue with TLS in both modes', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      algorithm: 'sha256',
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const before = getCACertificates('default');
    setDefaultCACertificates([cert]);
    try {
      const server = createSecureServer({ key, cert });
      const url = await aRawVenue(
        (socket) => {
          for (const frame of numbered(300, 300)) socket.write(frame);
        },
        { server },
      );
      for (const mode of ['fast', 'calm'] as const) {
        const told = new Told(url);
        told.onLine = (line) => {
          if (line === 'open json') told.connection.setMode(mode);
          if (line.startsWith('text')) busyMs(0.05);
        };
        await told.until('text 299');
        expect([told.connection.receivePath, numbersIn(told)]).toEqual(['quick', upTo(300)]);
        told.connection.terminate('enough');
      }
    } finally {
      setDefaultCACertificates(before);
    }
  });
});

function busyMs(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

/** Sends numbered messages four a millisecond, as far as the machine lets it. */
function steadily(count: number): { feed: (socket: Duplex) => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const frames = numbered(count);
  const feed = (socket: Duplex): void => {
    timer = setInterval(() => {
      for (const frame of frames.splice(0, 4)) socket.write(frame);
    }, 1);
  };
  return { feed, stop: () => clearInterval(timer) };
}
