import type { MarketEvent, Welcome } from '../../main/core/market-data/market-event.ts';
import type { ConflationMs } from '../../main/core/market-data/channel.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { LoadClient } from './load-client.ts';
import { Ramp } from './ramp.ts';
import type { RunTally } from './run-tally.ts';

/** Clients whose books are verified, spread over all. */
const SAMPLE = 10;
const TOO_SLOW = 1013;
/**
 * Whole books a slow client asks for in a second once it has stopped reading. The systems at both ends keep some 4 MB for
 * it, and with its deltas alone a venue would not see for minutes that it is slow.
 */
const ASKS_PER_SECOND = 300;
const ASK_EVERY_MS = 10;

export type FleetOptions = {
  readonly url: URL;
  readonly codec: CodecName;
  readonly token: string | null;
  readonly instruments: number;
  readonly depth: number;
  readonly conflationMs: ConflationMs;
  readonly tally: RunTally;
  readonly wallMicros: () => number;
};

/** All clients of one run. */
export class ClientFleet {
  readonly #options: FleetOptions;
  /** Everyone with a connection. */
  readonly #clients = new Set<LoadClient>();
  /** Those that have all they asked for, with the subscriptions of their books. */
  readonly #slow = new Map<LoadClient, readonly number[]>();
  #asking: NodeJS.Timeout | undefined;
  #isClosing = false;
  #ramp: Ramp | null = null;
  /** Readers that lost their connection, with the reasons: there should be none. */
  readonly lost: string[] = [];
  /** Slow clients that the venue cut with 1013. */
  slowCut = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Connects clients that follow and read, a few at a time. Rejects when one is refused or the time is over. */
  async connectReaders(count: number, progress: (started: number) => void): Promise<void> {
    const sampleEvery = Math.max(1, Math.floor(count / SAMPLE));
    const { instruments } = this.#options;
    const connect = (index: number, onStarted: () => void): void => {
      const isSample = index % sampleEvery === 0;
      let wanted = Number.POSITIVE_INFINITY;
      const client = this.#client(isSample, (event) => {
        if (event.type === 'welcome') wanted = this.#follow(client, event, index, instruments);
        if (event.type === 'error') this.#note(`refused: ${event.code}`);
        if (client.follower.started >= wanted) onStarted();
      });
    };
    await this.#bring(new Ramp({ count, connect, progress }));
  }

  /** Clients that follow every whole book, and for now read. */
  async connectSlow(count: number): Promise<void> {
    const connect = (_index: number, onStarted: () => void): void => {
      let wanted = Number.POSITIVE_INFINITY;
      const books: number[] = [];
      const client = this.#client(false, (event) => {
        if (event.type === 'welcome') wanted = this.#follow(client, event, 0, event.instruments.length, 0);
        if (event.type === 'subscribed' && event.channel === 'book') books.push(event.subscription);
        if (client.follower.started < wanted) return;
        this.#slow.set(client, books);
        onStarted();
      });
      client.follower.isCounted = false;
    };
    await this.#bring(new Ramp({ count: count - this.#slow.size, connect, progress: () => undefined }));
  }

  /** The slow clients stop reading, and ask for whole books until `stopAsking`: enough that the venue feels it. */
  pauseSlow(): void {
    for (const client of this.#slow.keys()) client.pause();
    let turn = 0;
    this.#asking = setInterval(() => {
      for (let i = 0; i < (ASKS_PER_SECOND * ASK_EVERY_MS) / 1_000; i += 1) {
        turn += 1;
        for (const [client, books] of this.#slow) askForBook(client, books, turn);
      }
    }, ASK_EVERY_MS);
  }

  stopAsking(): void {
    clearInterval(this.#asking);
  }

  resumeSlow(): void {
    for (const client of this.#slow.keys()) client.resume();
  }

  close(): void {
    this.#isClosing = true;
    clearInterval(this.#asking);
    for (const client of this.#clients) client.destroy();
  }

  #client(isSample: boolean, onEvent: (event: MarketEvent) => void): LoadClient {
    const { url, codec, token, tally, wallMicros } = this.#options;
    const client = new LoadClient({
      url,
      codec,
      token,
      tally,
      isSample,
      wallMicros,
      onEvent,
      onClosed: (code, reason) => this.#noteClosed(client, code, reason),
    });
    this.#clients.add(client);
    return client;
  }

  #noteClosed(client: LoadClient, code: number, reason: string): void {
    this.#clients.delete(client);
    if (this.#isClosing) return;
    if (this.#slow.delete(client)) {
      if (code === TOO_SLOW || code === 0) this.slowCut += 1;
      return;
    }
    this.#note(code === 0 ? reason : `closed with ${code}: ${reason}`);
  }

  #note(trouble: string): void {
    this.lost.push(trouble);
    this.#ramp?.fail(new Error(`a client was not served: ${trouble}`));
  }

  async #bring(ramp: Ramp): Promise<void> {
    this.#ramp = ramp;
    await ramp.run();
    this.#ramp = null;
  }

  /** @returns how many subscriptions were asked for */
  #follow(
    client: LoadClient,
    welcome: Welcome,
    first: number,
    count: number,
    depth = this.#options.depth,
  ): number {
    const { conflationMs } = this.#options;
    const all = welcome.instruments;
    const chosen = Math.min(count, all.length);
    let id = 0;
    for (let place = 0; place < chosen; place += 1) {
      const instrument = all[(first + place) % all.length]?.id;
      if (instrument === undefined) continue;
      const conflation = conflationMs === 0 ? {} : { conflationMs };
      client.send({ type: 'subscribe', id: (id += 1), instrument, channel: 'book', depth, ...conflation });
      client.send({ type: 'subscribe', id: (id += 1), instrument, channel: 'trades' });
    }
    return id;
  }
}

function askForBook(client: LoadClient, books: readonly number[], turn: number): void {
  const subscription = books[turn % books.length];
  if (subscription !== undefined) client.send({ type: 'snapshot', id: turn, subscription });
}
