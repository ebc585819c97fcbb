import { instrumentId, type Instrument } from '../../main/core/instrument/instrument.ts';
import type { Clock } from '../../main/core/clock.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { FeedClient } from '../../main/feed/feed-client.ts';
import type { ConnectionEvents } from '../../main/feed/websocket-connection.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { systemClock } from '../../main/terminal/system-clock.ts';
import { isBinaryCodec, type CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import type { BookStream } from './book-stream.ts';
import { bookSubscription, frameBytes, OPENING_SEQUENCE, STREAM_EPOCH } from './delta-stream.ts';

const LEVELS_PER_PART = 500;

export type LiveClient = {
  readonly client: FeedClient;
  /** One frame from the venue, as a socket would hand it over. */
  readonly deliver: (frame: Uint8Array) => void;
  /** Several that one read brought. */
  readonly deliverRead: (frames: readonly Uint8Array[]) => void;
};

/**
 * The product's feed client on a connection that is no socket, subscribed to every book of the stream and live with the
 * opening books. @param clock the machine's by default @throws Error when it does not come to that
 */
export function openLiveClient(
  stream: BookStream,
  codec: CodecName,
  clock: Clock = systemClock(),
): LiveClient {
  const asked: VenueRequest[] = [];
  let events: ConnectionEvents | null = null;
  const client = new FeedClient({
    url: 'ws://bench.invalid/v1',
    codecs: [codec],
    clock,
    random: () => 0,
    log: () => undefined,
    open: (_url, _codecs, connectionEvents) => {
      events = connectionEvents;
      return {
        send: (frame) => asked.push(readRequest(codec, frame)),
        receivePath: null,
        setMode: () => undefined,
        terminate: () => undefined,
      };
    },
  });
  const isBinary = isBinaryCodec(codec);
  const deliverRead = (frames: readonly Uint8Array[]): void => {
    events?.onReadStart();
    for (const frame of frames) events?.onFrame(frame, 0, frame.length, isBinary);
    events?.onReadEnd();
  };
  const deliver = (frame: Uint8Array): void => deliverRead([frame]);
  const tell = (event: MarketEvent): void => deliver(frameBytes(codec, event));
  client.start();
  (events as ConnectionEvents | null)?.onOpen(codec);
  tell(streamWelcome(stream, clock.wallMicros()));
  for (const request of asked.splice(0)) answerRequest(stream, request, clock.wallMicros(), tell);
  if (client.feed.liveCount !== stream.opening.length)
    throw new Error(`expected ${stream.opening.length} live books, received ${client.feed.liveCount}`);
  return { client, deliver, deliverRead };
}

/** What the venue of a stream says first. */
export function streamWelcome({ opening }: BookStream, now: TimestampMicros): MarketEvent {
  return {
    type: 'welcome',
    protocol: 1,
    venue: 'bench',
    epoch: STREAM_EPOCH,
    sentTime: now,
    heartbeatIntervalMs: 1_000,
    instruments: opening.map((_, i) => streamInstrument(i)),
  };
}

/** Acknowledges a subscribe and tells the opening book. @throws Error for any other request */
export function answerRequest(
  stream: BookStream,
  request: VenueRequest,
  now: TimestampMicros,
  tell: (event: MarketEvent) => void,
): void {
  if (request.type !== 'subscribe') throw new Error(`expected subscribes only, received ${request.type}`);
  const { id, instrument, channel } = request;
  const place = Number(instrument.slice(PREFIX.length));
  const isBook = channel === 'book';
  const subscription = bookSubscription(place) + (isBook ? 0 : 1);
  const sequence = isBook ? OPENING_SEQUENCE : 0;
  const head = { epoch: STREAM_EPOCH, subscription, sequence };
  tell({ ...head, type: 'subscribed', id, instrument, channel, depth: 0 });
  const opening = stream.opening[place];
  if (!isBook || opening === undefined) return;
  const parts = Math.ceil(opening.levels.length / 2 / LEVELS_PER_PART);
  for (let part = 1; part <= parts; part += 1) {
    const end = part * LEVELS_PER_PART * 2;
    const levels = opening.levels.slice(end - LEVELS_PER_PART * 2, end);
    const times = { venueTime: now, sentTime: now };
    tell({ ...head, ...times, type: 'snapshot', id: 0, part, parts, levels, hash: opening.hash });
  }
}

const PREFIX = 'BENCH-';

function streamInstrument(place: number): Instrument {
  return {
    id: instrumentId(`${PREFIX}${place}`),
    name: `Bench instrument ${place}`,
    kind: 'equity',
    currency: 'USD',
    tickUnits: 1,
    priceDigits: 2,
    lotUnits: 1,
    sizeDigits: 0,
    minTicks: priceTicks(1),
    maxTicks: priceTicks(10_000_000),
    state: 'trading',
  };
}

/** @throws Error for what a venue would refuse */
export function readRequest(codec: CodecName, frame: Uint8Array | string): VenueRequest {
  const bytes = typeof frame === 'string' ? Buffer.from(frame) : frame;
  const decoded = decodeFrame(codec, bytes, isBinaryCodec(codec));
  const request = decoded.type === 'decoded' ? validateClientMessage(decoded.value) : decoded;
  if (request.type === 'wire-error') throw new Error(`the client sent ${request.code}: ${request.message}`);
  return request;
}
