import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodecName } from '../../../main/wire/codec.ts';
import { packMessage } from '../../../main/wire/message-pack.ts';
import { hostileMessage } from './hostile-messages.ts';
import type { HostileMessage } from './hostile-messages.ts';
import { HostileRig } from './hostile-rig.ts';
import type { HostileClient } from './hostile-rig.ts';

const RUNS = 100;
const MESSAGES_PER_RUN = 500;
/** Of so many messages at the start no time passes. */
const BURST = 250;
/** Of each so many messages the last ones meet a connection that is full. */
const SLOW_EVERY = 50;
const SLOW_FROM = 44;
const MAX_MS = 50;

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype];
const ownKeys = (): string[][] => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String));

/** A venue that does something else with every seventh message of its clients. */
class SpoiltRig extends HostileRig {
  readonly #spoil: (receive: () => void) => void;
  #received = 0;

  constructor(spoil: (receive: () => void) => void) {
    super(10, 10);
    this.#spoil = spoil;
  }

  override connect(codec: CodecName): HostileClient {
    const client = super.connect(codec);
    const receive = client.session.receive.bind(client.session);
    client.session.receive = (frame, isBinary) => {
      this.#received += 1;
      if (this.#received % 7 === 0) this.#spoil(() => receive(frame, isBinary));
      else receive(frame, isBinary);
    };
    return client;
  }
}

function keepBusy(ms: number): void {
  const before = process.threadCpuUsage();
  while (process.threadCpuUsage(before).user < ms * 1_000);
}

const PING: HostileMessage = {
  kind: 'ping',
  bytes: Buffer.from('{"type":"ping","id":1,"sentTime":1}'),
  isBinary: false,
};
const PINGS = Array.from({ length: 20 }, () => PING);

/** The most that one message can ask for. */
const HEAVY: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'subscribe', instrument: 'AAA', channel: 'book' },
  { type: 'trade-history', instrument: 'AAA', from: 1, to: 20_000 },
  { type: 'candle-history', instrument: 'AAA', intervalMs: 1_000, from: 0, to: 2 ** 53 - 1 },
  {
    type: 'subscribe-list',
    instruments: Array.from({ length: 55 }, () => '*A'.repeat(32)),
    channel: 'ticker',
  },
  { type: 'subscribe-list', instruments: ['*'], channel: 'book' },
];

/** What was sent in all, by kind, and what came of it: told at the end, so that a quiet generator is seen. */
const tally = new Map<string, number>();

/** A client that the venue closed got its answers, one for each message, as far as it was still open for them. */
function expectClosedRightly({ connection, answered, sent }: HostileClient): void {
  expect(connection.closed?.code).toBe(1008);
  expect(answered).toBeLessThanOrEqual(sent);
}

/** Sends all messages, on a new connection whenever the venue has closed the last. @returns how often it did */
async function attack(
  rig: HostileRig,
  codec: CodecName,
  messages: readonly HostileMessage[],
): Promise<number> {
  let client = rig.connect(codec);
  let closed = 0;
  for (const [place, message] of messages.entries()) {
    if (!client.session.isOpen) {
      await client.settle();
      expectClosedRightly(client);
      closed += 1;
      client = rig.connect(codec);
    }
    // For a while the client does not read, and its requests wait.
    const isSlow = place % SLOW_EVERY >= SLOW_FROM;
    client.connection.unsentBytes = isSlow ? 2 ** 21 : 0;
    const tookMs = client.send(message);
    if (tookMs > MAX_MS) expect.fail(`expected ${message.kind} to take at most ${MAX_MS} ms, took ${tookMs}`);
    tally.set(message.kind, (tally.get(message.kind) ?? 0) + 1);
    // First a burst that meets the limit of messages, then a pace that never does.
    if (place % 10 === 9 || !isSlow) rig.passTime(place < BURST ? 0 : 25);
    if (isSlow) continue;
    await client.settle();
    const { messagesIn } = client.session.messageCounts;
    if (client.session.isOpen)
      expect([client.answered, messagesIn, message.kind]).toEqual([client.sent, client.sent, message.kind]);
  }
  await client.settle();
  rig.fixture.venue.endSession(client.session);
  return closed;
}

describe('a venue with hostile clients', () => {
  let before: string[][] = [];
  beforeEach(() => {
    before = ownKeys();
  });
  afterEach(() => {
    expect(ownKeys()).toEqual(before);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each(['json', 'msgpack'] as const)(
    'answers each of 50,000 %s messages once, in time, and serves its neighbour a right book',
    { timeout: 60_000 },
    async (codec) => {
      tally.clear();
      let closed = 0;
      const messages = fc.array(hostileMessage(codec), {
        minLength: MESSAGES_PER_RUN,
        maxLength: MESSAGES_PER_RUN,
        size: 'max',
      });
      const attacked = fc.asyncProperty(messages, async (all) => {
        const rig = new HostileRig(1_000, 2_000);
        closed += await attack(rig, codec, all);
        rig.readNeighbour();
        expect(rig.mirror.faults).toEqual([]);
        expect(rig.mirror.sizes).toEqual(rig.book);
        expect(rig.counts.total('refusals')).toBe(rig.errorsSeen);
      });
      // Not shrunk: 500 messages are many, and the first that fails is named by the expectation itself.
      const outcome = await fc.check(attacked, { seed: 2026, numRuns: RUNS, endOnFailure: true });
      if (outcome.errorInstance instanceof Error) throw outcome.errorInstance;
      expect(outcome.failed).toBe(false);
      expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(RUNS * MESSAGES_PER_RUN);
      expect(tally.size).toBe(11);
      expect(closed).toBeGreaterThan(1_000);
    },
  );

  it.each(HEAVY)('answers $type within 50 ms even where it asks for all there is', (request) => {
    const rig = new HostileRig(40_000, 20_000);
    for (const codec of ['json', 'msgpack'] as const) {
      const value = { id: 1, ...request };
      const bytes = codec === 'json' ? Buffer.from(JSON.stringify(value)) : packMessage(value);
      expect(bytes.length).toBeLessThanOrEqual(4_096);
      const message = { kind: request['type'], bytes, isBinary: codec === 'msgpack' } as HostileMessage;
      expect(rig.connect(codec).send(message)).toBeLessThan(MAX_MS);
    }
  });
});

describe('the test of a venue with hostile clients', () => {
  it('passes a venue that does what it should', async () => {
    expect(await attack(new SpoiltRig((receive) => receive()), 'json', PINGS)).toBe(0);
  });

  it.each([
    ['swallows a message', () => undefined],
    ['answers a message twice', (receive: () => void) => (receive(), receive())],
    ['takes 60 ms for a message', (receive: () => void) => (receive(), keepBusy(60))],
  ])('fails a venue that %s', async (_, spoil) => {
    await expect(attack(new SpoiltRig(spoil), 'json', PINGS)).rejects.toThrow(/expected/);
  });
});
