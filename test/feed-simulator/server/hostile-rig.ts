import type { CodecName } from '../../../main/wire/codec.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import type { Session } from '../../../feed-simulator/server/session.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import type { HostileMessage } from './hostile-messages.ts';
import { FakeConnection, OPENING_BOOK, VenueFixture, ask, bid } from './venue-fixture.ts';
import type { Client } from './venue-fixture.ts';

/** Errors that answer no request: the connection is told why it ends, or what it lost. */
const UNASKED = [
  'TOO_MANY_BAD_MESSAGES',
  'SUBSCRIBE_DEADLINE',
  'SLOW_READER',
  'TOKEN_EXPIRED',
  'NOT_ENTITLED',
];

/** Whether a message is the answer to one of the client's; of one in parts the last. */
export function isAnswer(message: RawMessage): boolean {
  switch (message.type) {
    case 'subscribed':
    case 'subscribed-list':
    case 'unsubscribed':
    case 'pong':
    case 'authenticated':
      return true;
    case 'snapshot':
      return message.id !== 0 && message.part === message.parts;
    case 'trade-history':
    case 'candle-history':
      return message['isLast'] === true;
    case 'error':
      return message.id !== 0 || !UNASKED.includes(message.code ?? '');
    default:
      return false;
  }
}

/** Low enough for each to be met now and then. */
const LIMITS = { ...DEFAULT_LIMITS, messageBurst: 30, subscriptions: 12 };

/** Turns of the event loop's queue in which an answer that waits for a token must have come. */
const MAX_TURNS = 1_000;

/** One connection of somebody hostile, with what was sent on it and what was answered. */
export class HostileClient {
  readonly session: Session;
  readonly connection: FakeConnection;
  sent = 0;
  answered = 0;
  readonly #onMessages: (messages: readonly RawMessage[]) => void;

  constructor({ session, connection }: Client, onMessages: (messages: readonly RawMessage[]) => void) {
    this.session = session;
    this.connection = connection;
    this.#onMessages = onMessages;
  }

  /** @returns the milliseconds the venue was busy with it: of this thread, whatever else the machine does meanwhile */
  send(message: HostileMessage): number {
    this.sent += 1;
    const before = process.threadCpuUsage();
    this.session.receive(message.bytes, message.isBinary);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  }

  /** Reads what came; a token is judged elsewhere, so its answer, and those behind it, come a moment later. */
  async settle(): Promise<void> {
    this.#read();
    for (let turn = 0; turn < MAX_TURNS && this.answered < this.sent && this.session.isOpen; turn += 1) {
      await Promise.resolve();
      this.#read();
    }
  }

  #read(): void {
    const messages = this.connection.take();
    this.#onMessages(messages);
    this.answered += messages.filter(isAnswer).length;
  }
}

/** A venue of some size, a client that means well, and one that does not. */
export class HostileRig {
  readonly counts = new Counts();
  readonly fixture = new VenueFixture({
    counts: this.counts,
    limits: LIMITS,
    authenticate: (token) => Promise.resolve(judgeToken(token)),
  });
  readonly book = new Map<number, number>();
  readonly mirror = new MirrorBook();
  readonly #neighbour: Client;
  /** Errors that anybody was sent. */
  errorsSeen = 0;
  #changes = 0;

  constructor(levels: number, trades: number) {
    for (let i = 0; i < OPENING_BOOK.length; i += 2) this.#note(OPENING_BOOK.slice(i, i + 2));
    const deep = Array.from({ length: levels }, (_, place) => ask(1_000 + place, 5)).flat();
    const many = Array.from({ length: trades }, () => this.fixture.trade(100, 1));
    this.#change(deep, many);
    this.#neighbour = this.fixture.connect();
    this.#neighbour.ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' });
    this.readNeighbour();
  }

  connect(codec: CodecName): HostileClient {
    return new HostileClient(this.fixture.connect(new FakeConnection(codec)), (messages) => {
      this.errorsSeen += messages.filter(({ type }) => type === 'error').length;
    });
  }

  /** The market moves on and time passes, as they would between two messages. */
  passTime(ms: number): void {
    this.#changes += 1;
    const step = this.#changes;
    this.#change(
      [...bid(90 + (step % 10), 1 + (step % 7)), ...ask(104 + (step % 50), step % 3)],
      [this.fixture.trade(101, 1 + (step % 5))],
    );
    this.fixture.pass(ms);
  }

  /** The neighbour reads what came, believing nothing. */
  readNeighbour(): void {
    for (const message of this.#neighbour.connection.take())
      if (message.type === 'snapshot' || message.type === 'delta') this.mirror.receive(message);
  }

  #change(levels: number[], trades: ReturnType<VenueFixture['trade']>[]): void {
    for (let i = 0; i < levels.length; i += 2) this.#note(levels.slice(i, i + 2));
    this.fixture.change(levels, trades);
  }

  #note([key = 0, lots = 0]: readonly number[]): void {
    if (lots > 0) this.book.set(key, lots);
    else this.book.delete(key);
  }
}

/** Some tokens are good, some allow less, most are nothing. */
function judgeToken(token: string): Rights | { type: 'refused'; code: 'TOKEN_INVALID'; message: string } {
  if (token.length % 3 !== 0)
    return { type: 'refused', code: 'TOKEN_INVALID', message: 'not a token of this venue' };
  const isNarrow = token.length % 2 === 0;
  return {
    subject: 'hostile',
    tokenId: token.slice(0, 8),
    scopes: ['market-data'],
    instruments: [isNarrow ? 'BBB' : '*'],
    mayRead: (instrument) => !isNarrow || instrument === 'BBB',
    expiresAt: null,
    maxSubscriptions: 64,
  };
}
