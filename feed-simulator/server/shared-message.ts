import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';

/** One encoded message: binary for MessagePack, text for JSON. Shared between connections: never written to. */
export type EncodedFrame = Uint8Array | string;

/** A message on its way to any number of connections; encoded once per codec, and only if somebody reads that codec. */
export class SharedMessage {
  readonly event: MarketEvent;
  readonly #frames = new Map<CodecName, EncodedFrame>();

  constructor(event: MarketEvent) {
    this.event = event;
  }

  encoded(codec: CodecName): EncodedFrame {
    const known = this.#frames.get(codec);
    if (known !== undefined) return known;
    const frame = encodeServerMessage(codec, this.event);
    this.#frames.set(codec, frame);
    return frame;
  }
}
