import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { deltaFrame, flatDeltaFrame, flatDeltaText } from './delta-frame.ts';

/** One encoded message: binary for MessagePack, text for JSON. Shared between connections: never written to. */
export type EncodedFrame = Uint8Array | string;

/** What the frame takes on the wire. */
export function bytesOfFrame(frame: EncodedFrame): number {
  return typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length;
}

/** A message on its way to any number of connections; encoded once per codec, and only if somebody reads that codec. */
export class SharedMessage {
  readonly event: MarketEvent;
  /** The codec asked for first; most messages are never asked for in another. */
  #codec: CodecName | null = null;
  #frame: EncodedFrame = '';
  #bytes = 0;
  #inOtherCodecs: Map<CodecName, EncodedFrame> | null = null;

  constructor(event: MarketEvent) {
    this.event = event;
  }

  encoded(codec: CodecName): EncodedFrame {
    if (codec === this.#codec) return this.#frame;
    if (this.#codec !== null) return this.#encodedBeside(codec);
    this.#codec = codec;
    this.#frame = encodedEvent(codec, this.event);
    this.#bytes = bytesOfFrame(this.#frame);
    return this.#frame;
  }

  /** Of text counted once, because its bytes are not known from its length. */
  bytes(codec: CodecName): number {
    const frame = this.encoded(codec);
    return codec === this.#codec ? this.#bytes : bytesOfFrame(frame);
  }

  #encodedBeside(codec: CodecName): EncodedFrame {
    this.#inOtherCodecs ??= new Map();
    const known = this.#inOtherCodecs.get(codec);
    if (known !== undefined) return known;
    const frame = encodedEvent(codec, this.event);
    this.#inOtherCodecs.set(codec, frame);
    return frame;
  }
}

function encodedEvent(codec: CodecName, event: MarketEvent): EncodedFrame {
  const quick = event.type === 'delta' && codec !== 'json' ? DELTA_WRITERS[codec](event) : null;
  return quick ?? encodeServerMessage(codec, event);
}

const DELTA_WRITERS = { msgpack: deltaFrame, 'flat-msgpack': flatDeltaFrame, 'flat-json': flatDeltaText };
