import { Packr } from 'msgpackr/pack';
import type { Delta } from '../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { comparedResult, type BenchResult } from './bench-report.ts';
import { makeBookStream } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { readStringPriceFrame, stringPriceFrame } from './peers-local/string-price-json.ts';

const FIRST_TIME = timestampMicros(1_763_769_600_000_000);

/** Nanoseconds to turn the bytes of a delta of ten levels into a validated event, beside a peer that validates nothing. */
export function measureDecode(frames: number, rounds: number): BenchResult[] {
  const stream = makeBookStream({ instruments: 1, levelsPerSide: 1_000, messages: frames });
  const deltas = deltasOf(stream, FIRST_TIME);
  return [
    compare('msgpack', deltas, plainUnpack(deltas), rounds),
    compare('json', deltas, stringPrices(deltas), rounds),
  ];
}

function compare(codec: CodecName, deltas: readonly Delta[], peer: Contestant, rounds: number): BenchResult {
  const passMs = alternatingRounds([decodeAndValidate(codec, deltas), peer], rounds);
  const [ours = 0, theirs = 0] = passMs.map((ms) => (ms * 1e6) / deltas.length);
  const heading = { name: `decode/${codec}`, unit: 'ns per delta of 10 levels', better: 'lower' } as const;
  return comparedResult(heading, ours, { name: peer.name, value: theirs });
}

function decodeAndValidate(codec: CodecName, deltas: readonly Delta[]): Contestant {
  const frames = deltas.map((delta) => frameBytes(codec, delta));
  return levelCounter(`decode and validate ${codec}`, deltas, () => {
    let levels = 0;
    for (const frame of frames) {
      const decoded = decodeFrame(codec, frame, codec === 'msgpack');
      const event = decoded.type === 'decoded' ? validateServerMessage(decoded.value) : decoded;
      if (event.type !== 'delta') throw new Error(`expected a delta, received ${event.type}`);
      levels += event.levels.length / 2;
    }
    return levels;
  });
}

function plainUnpack(deltas: readonly Delta[]): Contestant {
  const packer = new Packr({ useRecords: false, int64AsType: 'number' });
  const frames = deltas.map((delta) => frameBytes('msgpack', delta));
  return levelCounter('msgpackr unpack, not validated', deltas, () => {
    let levels = 0;
    for (const frame of frames) levels += (packer.unpack(frame) as Delta).levels.length / 2;
    return levels;
  });
}

function stringPrices(deltas: readonly Delta[]): Contestant {
  const frames = deltas.map(stringPriceFrame);
  return levelCounter('JSON.parse of string prices, not validated', deltas, () => {
    let levels = 0;
    let lowest = Infinity; // the numbers must be used, or making them may be left out
    for (const frame of frames)
      readStringPriceFrame(frame, (price, size) => {
        levels += 1;
        lowest = Math.min(lowest, price, size);
      });
    return lowest >= 0 ? levels : Number.NaN;
  });
}

/** @param readAll decodes every frame and counts the levels in them */
function levelCounter(name: string, deltas: readonly Delta[], readAll: () => number): Contestant {
  const expected = deltas.reduce((sum, { levels }) => sum + levels.length / 2, 0);
  let received = 0;
  return {
    name,
    prepare: () => undefined,
    run: () => {
      received = readAll();
    },
    check: () => {
      if (received !== expected)
        throw new Error(`${name}: expected ${expected} levels, received ${received}`);
    },
  };
}
