import { createLadderView, projectLadder } from '../../../main/core/views/ladder-view.ts';
import { FeedClient } from '../../../main/feed/feed-client.ts';
import { openWebSocketConnection } from '../../../main/feed/websocket-connection.ts';
import { systemClock } from '../../../main/terminal/system-clock.ts';
import type { CodecName } from '../../../main/wire/codec.ts';
import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import type { ConnectOptions, OnRead, PathReceiver } from './path-receiver.ts';

/** After so long without a frame the venue has said all that it was asked for. */
const QUIET_MS = 50;
const LADDER = { groupStep: 1, rows: 40, centreTicks: null };

/** The product: its socket, its scanner, its books, every check on, its ladder. */
export class ProductReceiver implements PathReceiver {
  readonly #codec: CodecName;
  readonly #onRead: OnRead;
  readonly #views = new Map<number, ReturnType<typeof createLadderView>>();
  #client: FeedClient | null = null;
  #onLive: (() => void) | null = null;
  #frames = 0;
  #quiet: NodeJS.Timeout | undefined = undefined;

  constructor(codec: CodecName, onRead: OnRead) {
    this.#codec = codec;
    this.#onRead = onRead;
  }

  connect({ port, isDeflated, isCalm }: ConnectOptions, onLive: () => void): void {
    this.#onLive = onLive;
    this.#client = new FeedClient({
      url: `ws://127.0.0.1:${port}/v1`,
      codecs: [this.#codec],
      mode: isCalm ? 'calm' : 'fast',
      clock: systemClock(),
      random: Math.random,
      log: () => undefined,
      open: (url, codecs, events) =>
        openWebSocketConnection(
          url,
          codecs,
          {
            onOpen: (codec) => events.onOpen(codec),
            onReadStart: () => events.onReadStart(),
            onFrame: (bytes, start, end, isBinary) => {
              this.#frames += 1;
              events.onFrame(bytes, start, end, isBinary);
            },
            onReadEnd: () => {
              events.onReadEnd();
              this.#readEnded();
            },
            onClosed: (reason, retryAfterMs) => events.onClosed(reason, retryAfterMs),
          },
          { deflate: isDeflated },
        ),
    });
    this.#client.start();
  }

  showViews(): void {
    this.#client?.feed.instruments.forEach(({ pipeline }, place) => {
      const view = this.#views.get(place) ?? createLadderView();
      this.#views.set(place, view);
      projectLadder(pipeline.book, LADDER, pipeline.tradeSummary.last, view);
    });
  }

  hashOf(place: number): BookHash {
    return this.#client?.feed.instruments[place]?.pipeline.book.hash() ?? [0, 0];
  }

  tick(): void {
    this.#client?.tick();
  }

  close(): void {
    this.#client?.close();
    this.#client = null;
  }

  #readEnded(): void {
    const frames = this.#frames;
    this.#frames = 0;
    this.#onRead(frames);
    if (this.#onLive === null) return;
    const feed = this.#client?.feed;
    if (feed === undefined || feed.announcedCount === 0 || feed.liveCount < feed.announcedCount) return;
    // Acknowledgements may still be on their way, and would be taken for messages of the stream.
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#onLive?.();
      this.#onLive = null;
    }, QUIET_MS);
  }
}
