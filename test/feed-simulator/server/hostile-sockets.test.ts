import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SUB_PROTOCOLS } from '../../../main/wire/codec.ts';
import type { CodecName } from '../../../main/wire/codec.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { SecondReader, mirrorOf } from '../../support/second-reader.ts';
import { EdgeRig } from './edge-rig.ts';
import { hostileMessage } from './hostile-messages.ts';
import type { HostileMessage } from './hostile-messages.ts';
import { isAnswer } from './hostile-rig.ts';
import { VenueFixture, bid } from './venue-fixture.ts';
import { readMessagePack } from '../../support/second-reader-message-pack.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';

const counts = new Counts();
const fixture = new VenueFixture({ counts });
let rig: EdgeRig;
/** A client that means well, there from the first to the last. */
let neighbour: SecondReader;

beforeAll(async () => {
  rig = await EdgeRig.start({ venue: () => fixture.venue, counts });
  neighbour = new SecondReader(rig.url, 'json');
  await neighbour.next('the welcome', ({ type }) => type === 'welcome');
  neighbour.request({ type: 'subscribe', instrument: 'AAA', channel: 'book' });
  await neighbour.next('the snapshot', ({ type }) => type === 'snapshot');
});
afterAll(async () => {
  await neighbour.close();
  await rig.close();
});

/** The neighbour has a right book, answers come to it, and nobody else is left. */
async function expectAllWell(): Promise<void> {
  fixture.change(bid(99, 1 + (neighbour.messages.length % 50)));
  const id = neighbour.request({ type: 'ping', sentTime: 1 });
  await neighbour.next('the pong', (message) => message.type === 'pong' && message.id === id);
  const { subscription } = await neighbour.next('its book', ({ type }) => type === 'subscribed');
  const mirror = mirrorOf(neighbour.messages, subscription ?? 0);
  expect(mirror.faults).toEqual([]);
  expect(mirror.verified).toBeGreaterThan(0);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

/** One connection after another, as the venue closes them. */
class HostileSocket {
  #client: WebSocket | null = null;
  #messages: RawMessage[] = [];
  #wake: () => void = () => undefined;

  /** Sends one message and waits for what comes of it. @returns its answers, or the code of the close that came instead */
  async send(
    codec: CodecName,
    { bytes, isBinary }: HostileMessage,
  ): Promise<{ answers: number } | { code: number }> {
    const client = this.#client?.readyState === WebSocket.OPEN ? this.#client : await this.#connect(codec);
    this.#messages.length = 0;
    let code = 0;
    const onClose = (closeCode: number): void => {
      code = closeCode;
      this.#wake();
    };
    client.once('close', onClose);
    client.send(bytes, { binary: isBinary });
    await this.#until(() => code > 0 || this.#messages.some(isAnswer));
    client.off('close', onClose);
    const answers = this.#messages.filter(isAnswer).length;
    return answers === 0 ? { code } : { answers };
  }

  async close(): Promise<void> {
    if (this.#client === null) return;
    this.#client.close();
    if (this.#client.readyState !== WebSocket.CLOSED) await once(this.#client, 'close');
  }

  async #connect(codec: CodecName): Promise<WebSocket> {
    await this.close();
    const client = new WebSocket(rig.url, [SUB_PROTOCOLS[codec]], { perMessageDeflate: false });
    client.on('message', (frame: Buffer, isBinary) => {
      const value: unknown = isBinary ? readMessagePack(frame) : JSON.parse(frame.toString());
      this.#messages.push(value as RawMessage);
      this.#wake();
    });
    this.#client = client;
    await this.#until(() => this.#messages.some(({ type }) => type === 'welcome'));
    return client;
  }

  /** Looked at whenever something comes; the test's own limit ends a wait in vain. */
  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        if (condition()) resolve();
      };
      this.#wake();
    });
  }
}

const HANDSHAKE = [
  'GET /v1 HTTP/1.1',
  'Host: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: touchline.v1.json',
];

function closed(socket: Socket): Promise<unknown> {
  return socket.destroyed ? Promise.resolve() : once(socket, 'close');
}

/** Bytes on a connection that has its welcome. @returns the close code the venue answered with, 0 for none */
async function sendRaw(bytes: Uint8Array, isCut: boolean): Promise<number> {
  const socket = createConnection({ host: '127.0.0.1', port: rig.port });
  socket.on('error', () => undefined);
  socket.write(`${HANDSHAKE.join('\r\n')}\r\n\r\n`);
  let answer = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.includes('"welcome"')) resolve();
    });
  });
  const welcomed = answer.length;
  socket.write(bytes);
  if (isCut) socket.destroy();
  else
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (closeCode(answer.subarray(welcomed)) > 0) resolve();
      };
      socket.on('data', look).once('close', () => resolve());
      look();
    });
  socket.destroy();
  await closed(socket);
  return closeCode(answer.subarray(welcomed));
}

/** The code of the close frame at the end of what a server sent; its reason is short. */
function closeCode(bytes: Buffer): number {
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const [head, length] = short === 126 ? [4, bytes.readUInt16BE(at + 2)] : [2, short];
    if (bytes[at] === 0x88) return bytes.length >= at + head + 2 ? bytes.readUInt16BE(at + head) : 0;
    at += head + length;
  }
  return 0;
}

const MASK = '00000000';
/** What RFC 6455 forbids, and the code that says so. A masked frame has 0x80 in its second byte; the mask changes nothing. */
const BROKEN: readonly (readonly [what: string, hex: string, code: number])[] = [
  ['a frame without a mask', '8102' + '7b7d', 1002],
  ['a reserved bit', `c182${MASK}7b7d`, 1002],
  ['an unknown opcode', `8382${MASK}7b7d`, 1002],
  ['an unknown control opcode', `8b80${MASK}`, 1002],
  ['the rest of nothing', `8082${MASK}7b7d`, 1002],
  ['a new message in the middle of another', `0181${MASK}7b` + `8181${MASK}7d`, 1002],
  ['a control frame in parts', `0980${MASK}`, 1002],
  ['a ping that is too long', `89fe0080${MASK}`, 1002],
  ['a close of one byte', `8881${MASK}03`, 1002],
  ['a close code nobody may send', `8882${MASK}03ed`, 1002],
  ['a close reason that is no text', `8884${MASK}03e8c328`, 1007],
  ['text that is none', `8182${MASK}c328`, 1007],
  ['a length beyond all numbers', `81ff7fffffffffffffff${MASK}`, 1009],
  ['a length over 4,096', `81fe1001${MASK}`, 1009],
  ['parts that are too long together', `01fe0fff${MASK}${'20'.repeat(4_095)}8082${MASK}2020`, 1009],
];

describe('a venue on a real port with hostile clients', () => {
  it.each(['json', 'msgpack'] as const)(
    'answers each of 1,500 %s messages once, or closes after text that is none',
    async (codec) => {
      const socket = new HostileSocket();
      const messagesIn = counts.tally('messagesIn', 'websocket', codec);
      const before = messagesIn.value;
      let notText = 0;
      for (const message of fc.sample(hostileMessage(codec), { seed: 5, numRuns: 1_500 })) {
        // Text that is none ends a WebSocket before any venue sees it.
        const isText = message.isBinary || isUtf8(message.bytes);
        notText += isText ? 0 : 1;
        expect([message.kind, await socket.send(codec, message)]).toEqual([
          message.kind,
          isText ? { answers: 1 } : { code: 1007 },
        ]);
      }
      expect(messagesIn.value - before).toBe(1_500 - notText);
      await socket.close();
      await expectAllWell();
    },
  );

  it.each(BROKEN)('closes with the right code after %s, and counts it', async (_, hex, code) => {
    const before = counts.total('refusals');
    expect(await sendRaw(Buffer.from(hex, 'hex'), false)).toBe(code);
    expect(counts.total('refusals')).toBe(before + 1);
  });

  it('lives through 300 connections of random frames that are cut', async () => {
    const frame = fc
      .tuple(fc.constantFrom(...BROKEN), fc.nat(), fc.uint8Array({ maxLength: 30 }))
      .map(([[, hex], place, tail]) => {
        const bytes = Buffer.from(hex, 'hex');
        return Buffer.concat([bytes.subarray(0, place % (bytes.length + 1)), tail]);
      });
    const frames = fc.sample(frame, { seed: 6, numRuns: 300 });
    for (let start = 0; start < frames.length; start += 20)
      await Promise.all(frames.slice(start, start + 20).map((bytes) => sendRaw(bytes, true)));
    await expectAllWell();
  });

  it('lives through requests that are no HTTP, and half ones', async () => {
    const text = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc
        .nat({ max: HANDSHAKE.length - 1 })
        .map((lines) => Buffer.from(HANDSHAKE.slice(0, lines).join('\r\n'))),
      fc
        .constantFrom(...HANDSHAKE)
        .map((line) => Buffer.from(HANDSHAKE.filter((one) => one !== line).join('\r\n') + '\r\n\r\n')),
    );
    for (const bytes of fc.sample(text, { seed: 7, numRuns: 200 })) {
      const socket = createConnection({ host: '127.0.0.1', port: rig.port });
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.write(bytes, resolve));
      socket.destroy();
      await closed(socket);
    }
    await expectAllWell();
  });

  it('holds nothing of any of them in the end', async () => {
    fixture.pass(5);
    await neighbour.until(() => rig.edge.connectionCount === 1, 'the others to be gone');
    expect(fixture.venue.sessionCount).toBe(1);
    expect(rig.access.lent).toBe(1);
  });
});
