import type { Clock } from '../../main/core/clock.ts';
import { systemClock } from '../../main/terminal/system-clock.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { soloResult, type BenchResult } from './bench-report.ts';
import { checkEnds, flatOf } from './book-ends.ts';
import { makeBookStream, type BookStream, type BookStreamOptions } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { rounded } from './statistics.ts';
import { openLiveClient, type LiveClient } from './stream-venue.ts';
import { livedIn } from './there-and-back.ts';

export const CLOCKS_SHARE = 'clocks/share';
const CODEC: CodecName = 'flat-msgpack';
/** Messages of a read in a burst; the least is one, where every message is timed. */
const BURST = 50;
/** The stream goes there and back so often first: a pass must be long beside the clock that measures it. */
const LONGER = 2;
/** A share of a few per cent needs more rounds than a ratio. */
const MORE_ROUNDS = 5;
const DIGITS = 3;
const LOAD_MESSAGES_PER_SECOND = 10_000;
const CPU_PERCENT_PER_NANO = 1e-7;
const LOAD = 'cpu/10k';

/**
 * Per cent of the hot path, from the frames of a read to verified books, that its stage clocks take: what the same reads
 * through the product's feed client cost beyond what they cost with clocks that record nothing and are read once a read
 * only. Noise of the machine may bring a small share below 0.
 */
export function measureClocks(shape: BookStreamOptions, rounds: number): BenchResult[] {
  const stream = livedIn(makeBookStream(shape), LONGER);
  const bursts = readsOf(stream, BURST);
  const singles = readsOf(stream, 1);
  const contestants = [bursts, singles].flatMap((reads) => [
    clientContestant(stream, reads, true),
    clientContestant(stream, reads, false),
  ]);
  const nanos = alternatingRounds(contestants, rounds * MORE_ROUNDS).map(
    (ms) => (ms * 1e6) / stream.changes.length,
  );
  const [burst = 1, bareBurst = 1, single = 1, bareSingle = 1] = nanos;
  return [
    {
      ...soloResult(CLOCKS_SHARE, '%', clocksShare(burst, bareBurst)),
      also: {
        [`ns a message, reads of ${BURST}`]: rounded(burst, DIGITS),
        [`ns of them for the clocks, reads of ${BURST}`]: rounded(burst - bareBurst, DIGITS),
        'ns a message, reads of 1': rounded(single, DIGITS),
        [SINGLE_NANOS]: rounded(single - bareSingle, DIGITS),
        '%, reads of 1': rounded(clocksShare(single, bareSingle), DIGITS),
      },
    },
  ];
}

/** Per cent of `whole` that is more than `bare`; below 0 where it is less. @param whole above 0 */
export function clocksShare(whole: number, bare: number): number {
  return ((whole - bare) / whole) * 100;
}

const SINGLE_NANOS = 'ns of them for the clocks, reads of 1';
const OF_PROCESS = '% of the whole process at 10,000 reads of 1 a second';

/**
 * The results with one more figure beside the share: what the clocks take of all that the receiving process does, socket
 * and event loop included, where each message comes in a read of its own. Without a run of that load, as they were.
 */
export function withShareOfProcess(results: readonly BenchResult[]): BenchResult[] {
  const load = results.find(({ name }) => name === LOAD)?.ours;
  return results.map((result) => {
    const nanos = result.also?.[SINGLE_NANOS];
    if (result.name !== CLOCKS_SHARE || nanos === undefined || typeof load !== 'number' || load <= 0)
      return result;
    const percent = (nanos * LOAD_MESSAGES_PER_SECOND * CPU_PERCENT_PER_NANO * 100) / load;
    return { ...result, also: { ...result.also, [OF_PROCESS]: rounded(percent, DIGITS) } };
  });
}

type Reads = {
  readonly settling: readonly (readonly Uint8Array[])[];
  readonly timed: readonly (readonly Uint8Array[])[];
};

function readsOf(stream: BookStream, messages: number): Reads {
  const settling = stream.settling ?? [];
  const whole = { ...stream, changes: [...settling, ...stream.changes] };
  const frames = deltasOf(whole, systemClock().wallMicros()).map((delta) => frameBytes(CODEC, delta));
  return {
    settling: inReads(frames.slice(0, settling.length), messages),
    timed: inReads(frames.slice(settling.length), messages),
  };
}

function inReads(frames: readonly Uint8Array[], messages: number): Uint8Array[][] {
  const count = Math.ceil(frames.length / messages);
  return Array.from({ length: count }, (_, i) => frames.slice(i * messages, (i + 1) * messages));
}

function clientContestant(stream: BookStream, reads: Reads, isTimed: boolean): Contestant {
  let live: LiveClient | null = null;
  return {
    name: isTimed ? 'with stage clocks' : 'without',
    prepare: () => {
      live = openLiveClient(stream, CODEC, isTimed ? systemClock() : clockOfReads(systemClock()));
      if (!isTimed) live.client.stages.record = () => undefined;
      for (const read of reads.settling) live.deliverRead(read);
    },
    run: () => {
      for (const read of reads.timed) live?.deliverRead(read);
    },
    check: () => {
      const { liveCount, instruments } = live?.client.feed ?? { liveCount: 0, instruments: [] };
      if (liveCount !== stream.opening.length)
        throw new Error(`expected ${stream.opening.length} live books at the end, received ${liveCount}`);
      checkEnds(stream, (place) => flatOf(instruments[place]?.pipeline.book));
    },
    release: () => {
      live?.client.close();
      live = null;
    },
  };
}

/** The clock as a read begins, which the session needs: whoever asks again within the read is told the same. */
export function clockOfReads(clock: Clock): Clock {
  let isNew = true;
  let readMs = 0;
  return {
    wallMicros: () => {
      isNew = true;
      return clock.wallMicros();
    },
    monotonicMs: () => {
      if (isNew) readMs = clock.monotonicMs();
      isNew = false;
      return readMs;
    },
  };
}
