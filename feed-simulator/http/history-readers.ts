import { Readable } from 'node:stream';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import type { Counts } from '../server/counts.ts';

type HistoryReader = { pulledAtMs: number; readonly cut: () => void };

/** Histories on their way: each is made line by line as its reader takes them, and cut when it takes none for long. */
export class HistoryReaders {
  readonly #counts: Counts;
  readonly #slowForMs: number;
  readonly #nowMs: () => number;
  readonly #open = new Set<HistoryReader>();

  constructor(options: { counts: Counts; slowForMs: number; nowMs: () => number }) {
    this.#counts = options.counts;
    this.#slowForMs = options.slowForMs;
    this.#nowMs = options.nowMs;
  }

  get count(): number {
    return this.#open.size;
  }

  /** One message a line; the next is made when the response has room for it. `cut` ends the response with no word. */
  open(parts: Iterable<MarketEvent>, cut: () => void): { readonly body: Readable; close(): void } {
    const reader: HistoryReader = { pulledAtMs: this.#nowMs(), cut };
    this.#open.add(reader);
    // One line waits in the stream at most; what else waits lies in the socket, up to its mark.
    const body = Readable.from(this.#lines(parts, reader), { highWaterMark: 1 });
    return { body, close: () => this.#open.delete(reader) };
  }

  /** To be called every few milliseconds. */
  tick(): void {
    const nowMs = this.#nowMs();
    for (const reader of this.#open) {
      if (nowMs - reader.pulledAtMs < this.#slowForMs) continue;
      this.#open.delete(reader);
      this.#counts.add('slowReaderActions', ['cut']);
      reader.cut();
    }
  }

  *#lines(parts: Iterable<MarketEvent>, reader: HistoryReader): Generator<string> {
    for (const part of parts) {
      const line = `${String(encodeServerMessage('json', part))}\n`;
      reader.pulledAtMs = this.#nowMs();
      this.#counts.add('messagesOut', ['polling', 'json']);
      this.#counts.add('bytesOut', ['polling', 'json'], Buffer.byteLength(line));
      yield line;
    }
  }
}
