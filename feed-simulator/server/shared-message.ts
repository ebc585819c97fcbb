import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { deltaFrame } from './delta-frame.ts';

/** One encoded message: binary for MessagePack, text for JSON. Shared between connections: never written to. */
export type EncodedFrame = Uint8Array | string;

/** What the frame takes on the wire. */
export function bytesOfFrame(frame: EncodedFrame): number {
  return typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length;
}

/** A message on its way to any number of connections; encoded once per codec, and only if somebody reads that codec. */
export class SharedMessage {
  readonly event: MarketEvent;
  #json: EncodedFrame | undefined;
  #msgpack: EncodedFrame | undefined;
  #jsonBytes = 0;

  constructor(event: MarketEvent) {
    this.event = event;
  }

  encoded(codec: CodecName): EncodedFrame {
    if (codec === 'msgpack') return (this.#msgpack ??= packed(this.event));
    if (this.#json === undefined) {
      this.#json = encodeServerMessage('json', this.event);
      this.#jsonBytes = bytesOfFrame(this.#json);
    }
    return this.#json;
  }

  /** Counted once, because the bytes of a text are not known from its length. */
  bytes(codec: CodecName): number {
    const frame = this.encoded(codec);
    return codec === 'json' ? this.#jsonBytes : frame.length;
  }
}

function packed(event: MarketEvent): EncodedFrame {
  const quick = event.type === 'delta' ? deltaFrame(event) : null;
  return quick ?? encodeServerMessage('msgpack', event);
}
