import { describe, expect, it } from 'vitest';
import { VerifiedBook } from '../../../main/core/book/verified-book.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { hashOfLevels } from '../../../main/core/book/book-checksum.ts';
import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { CODEC_NAMES, isBinaryCodec } from '../../../main/wire/codec.ts';
import { decodeFrame } from '../../../main/wire/decode-message.ts';
import { validateServerMessage } from '../../../main/wire/validate-message.ts';
import {
  aDelta,
  aHeartbeat,
  anAcknowledgement,
  anInstrument,
  aSnapshot,
  aWelcome,
  someHistory,
  someTrades,
} from '../../support/market-events.ts';
import { levelsFromText } from '../../support/book-text.ts';
import { batchOf, lanesOf } from '../../support/level-batch.ts';
import { FaultRig, numbered, type FaultyClient } from './fault-rig.ts';

const COUNT = 200;

/** Passes deltas 1 to `count`, 5 ms apart. */
function stream(rig: FaultRig, client: FaultyClient, count = COUNT): void {
  for (let sequence = 1; sequence <= count; sequence += 1) {
    client.pass(numbered(sequence));
    rig.pass(5);
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const outcomeOf = (fault: Readonly<Record<string, unknown>>, seed = 1): unknown[] => {
  const rig = new FaultRig(seed);
  const client = rig.connect();
  rig.start(fault);
  stream(rig, client);
  rig.pass(2_000);
  return client.takeSequences();
};

describe('FaultyLine', () => {
  it('passes everything on at once, the same object for all, while no fault is on', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    client.pass(numbered(1));
    expect(client.takeSequences()).toEqual([1]);
  });

  it('drops the part of the messages that the fault names, and the same ones for the same seed', () => {
    const kept = outcomeOf({ kind: 'drop', probability: 0.3 });
    expect(kept.length).toBeGreaterThan(COUNT * 0.6);
    expect(kept.length).toBeLessThan(COUNT * 0.8);
    expect(outcomeOf({ kind: 'drop', probability: 0.3 })).toEqual(kept);
    expect(outcomeOf({ kind: 'drop', probability: 0.3 }, 2)).not.toEqual(kept);
    expect(outcomeOf({ kind: 'drop', probability: 0.3, seed: 1 }, 2)).toEqual(kept);
  });

  it('sends some messages twice, one right after the other', () => {
    const received = outcomeOf({ kind: 'duplicate', probability: 0.3 });
    expect(received.length).toBeGreaterThan(COUNT * 1.2);
    expect(received).toEqual([...received].sort((a, b) => Number(a) - Number(b)));
    expect([...new Set(received)]).toEqual(upTo(COUNT));
  });

  it('lets the messages behind overtake one for as long as the fault says', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    const id = rig.start({ kind: 'reorder', lateMs: 12 });
    client.pass(numbered(1));
    rig.desk.stop(id);
    client.pass(numbered(2));
    rig.pass(5);
    client.pass(numbered(3));
    expect(client.takeSequences()).toEqual([2, 3]);
    rig.pass(10);
    expect(client.takeSequences()).toEqual([1]);
  });

  it('loses and repeats nothing by reordering', () => {
    const received = outcomeOf({ kind: 'reorder', lateMs: 60, probability: 0.2 });
    expect(received).not.toEqual(upTo(COUNT));
    expect([...received].sort((a, b) => Number(a) - Number(b))).toEqual(upTo(COUNT));
  });

  it('loses whole runs of one subscription, and of that only', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'gap', run: 4, probability: 0.05, instruments: ['ES*'] });
    for (let sequence = 1; sequence <= COUNT; sequence += 1) {
      client.pass(numbered(sequence));
      client.pass(numbered(sequence, 3));
    }
    const received = client.take();
    const other = received.filter(({ subscription }) => subscription === 3);
    expect(other).toHaveLength(COUNT);
    const kept = new Set(
      received.filter(({ subscription }) => subscription === 1).map(({ sequence }) => sequence),
    );
    const lost = upTo(COUNT).filter((sequence) => !kept.has(sequence));
    expect(lost.length).toBeGreaterThanOrEqual(8);
    const starts = lost.filter((sequence) => !lost.includes(sequence - 1));
    for (const start of starts)
      expect(lost).toEqual(expect.arrayContaining([start, start + 1, start + 2, start + 3]));
  });

  it('changes the hash of book messages and nothing else', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'wrong-checksum' });
    const delta = aDelta({ hash: [4, 9] });
    client.pass(delta);
    client.pass(aSnapshot());
    client.pass(someTrades(1, 1));
    expect(client.take()).toMatchObject([
      { ...delta, hash: [5, 9] },
      { type: 'snapshot', hash: [1, 0] },
      { type: 'trades' },
    ]);
    expect(rig.desk.list()).toMatchObject([{ applied: 2 }]);
  });

  it.each([
    ['a bid that rests', [202, 6]],
    ['an ask that rests', [203, 7]],
    ['a price that goes and one that rests', [203, 0, 205, 2]],
    ['the price itself, gone', [204, 0, 203, 9]],
  ])('crosses the book by its hash, so that only a look at the touch finds it: %s', (_, levels) => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'crossed-book' });
    const before = levelsFromText('| 103 | 7\n| 102 | 3\n9 | 100 |\n5 | 98 |');
    const right = new InstrumentBook();
    right.apply(batchOf([...before, ...levels]));
    client.pass(aDelta({ levels, hash: right.hash() }));
    const [crossed] = client.take() as unknown as Delta[];
    const receiver = new InstrumentBook();
    receiver.apply(batchOf(before));
    const verified = new VerifiedBook(receiver, anInstrument());
    const lanes = lanesOf(crossed?.hash ?? [0, 0]);
    const fault = verified.applyDelta(batchOf(crossed?.levels ?? []), ...lanes);
    expect([fault?.code, verified.mismatched, verified.verified]).toEqual(['BOOK_CROSSED', 0, 1]);
  });

  it('leaves a delta that shows no price to cross as it is', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'crossed-book' });
    const delta = aDelta({ levels: [201, 0], hash: hashOfLevels([]) });
    client.pass(delta);
    expect(client.take()).toEqual([delta]);
    expect(rig.desk.list()).toMatchObject([{ applied: 0 }]);
  });

  it.each(CODEC_NAMES)('sends half a message as a whole frame, unreadable in %s', (codec) => {
    const rig = new FaultRig();
    const client = rig.connect({ codec });
    rig.start({ kind: 'malformed-frame' });
    client.pass(numbered(1));
    const [frame = ''] = client.frames;
    const bytes = typeof frame === 'string' ? Buffer.from(frame) : frame;
    expect(decodeFrame(codec, bytes, isBinaryCodec(codec))).toMatchObject({ code: 'WIRE_NOT_DECODABLE' });
  });

  it('begins a frame, ends the connection within it, and sends nothing after', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'half-frame' });
    client.pass(numbered(1));
    client.pass(aHeartbeat([]));
    expect([client.frames, client.done]).toEqual([[], [expect.stringMatching(/^half of \d+$/)]]);
  });

  it.each(CODEC_NAMES)('blows a right message up to more than the protocol allows in %s', (codec) => {
    const rig = new FaultRig();
    const client = rig.connect({ codec });
    rig.start({ kind: 'oversized-frame' });
    client.pass(numbered(1));
    const [frame = ''] = client.frames;
    const bytes = typeof frame === 'string' ? Buffer.from(frame) : frame;
    expect(bytes.length).toBeGreaterThan(1_048_576);
    expect(decodeFrame(codec, bytes, isBinaryCodec(codec))).toMatchObject({ code: 'WIRE_FRAME_TOO_LARGE' });
  });

  it('keeps heartbeats, acknowledgements and the welcome and lets nothing of the market through while stalled', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'stalled-while-connected', durationMs: 1_000 });
    client.pass(aWelcome([anInstrument()]));
    client.pass(anAcknowledgement());
    for (const event of [numbered(1), aSnapshot(), someTrades(1, 2), someHistory(1, 2)]) client.pass(event);
    client.pass(aHeartbeat([1, 1]));
    expect(client.take().map(({ type }) => type)).toEqual(['welcome', 'subscribed', 'heartbeat']);
    rig.pass(1_000);
    client.pass(numbered(2));
    expect(client.takeSequences()).toEqual([2]);
  });

  it('loses heartbeats and nothing else', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'heartbeat-loss' });
    for (const event of [numbered(1), aHeartbeat([1, 1]), someTrades(1, 1)]) client.pass(event);
    expect(client.take().map(({ type }) => type)).toEqual(['delta', 'trades']);
  });

  it('befalls market data only unless another channel is named', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    const change = { type: 'instrument', epoch: 7, instrument: anInstrument() } as const;
    const id = rig.start({ kind: 'drop' });
    client.pass(change);
    expect(client.take()).toHaveLength(1);
    rig.desk.stop(id);
    rig.start({ kind: 'drop', channels: ['instruments'] });
    client.pass(change);
    client.pass(numbered(1));
    expect(client.takeSequences()).toEqual([1]);
  });

  it('lets several faults work on one message, in the order in which they were switched on', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'duplicate' });
    rig.start({ kind: 'delay', delayMs: 20 });
    client.pass(numbered(1));
    expect(client.frames).toHaveLength(0);
    rig.pass(20);
    expect(client.takeSequences()).toEqual([1, 1]);
  });

  it('sends only valid messages where the kind promises right ones', () => {
    for (const kind of ['duplicate', 'clock-step', 'crossed-book', 'wrong-checksum'] as const) {
      const rig = new FaultRig();
      const client = rig.connect();
      rig.start({ kind, ...(kind === 'clock-step' ? { stepMs: 3_600_000 } : {}) });
      client.pass(aDelta({ levels: [200, 3], hash: hashOfLevels([200, 3]) }));
      const received = client.take();
      expect(received.length).toBeGreaterThan(0);
      for (const message of received) expect(validateServerMessage(message).type).toBe('delta');
    }
  });
});
