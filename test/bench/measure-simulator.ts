import type { Clock } from '../../main/core/clock.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { encodeClientMessage } from '../../main/wire/encode-message.ts';
import type { InstrumentSpec } from '../../feed-simulator/market-model/instrument-spec.ts';
import { instrumentSpecs, TWELVE_INSTRUMENTS } from '../../feed-simulator/market-model/instruments.ts';
import { SimulatedMarket } from '../../feed-simulator/market-model/simulated-market.ts';
import type { Connection } from '../../feed-simulator/server/connection.ts';
import { Venue } from '../../feed-simulator/server/venue.ts';
import { soloResult, type BenchResult } from './bench-report.ts';
import { median } from './statistics.ts';

const SEED = 7;
const START = timestampMicros(1_763_769_600_000_000);
/** As the simulator's own timer cuts time. */
const STEP_MICROS = 5_000;

/** All the instruments there are, at the most load there is. */
const LARGE = { instruments: 200, updatesPerSecond: 200_000 };
const USUAL_UPDATES = 2_000;

/**
 * Level updates a second of one core that the simulated exchange makes for one client of all books and trades: order
 * flow, matching, numbering, hashing and encoding as MessagePack; only the socket is left out. Once for 200 instruments
 * at 200,000 updates a second (over 200,000 keeps up with its clock), once for the twelve at the usual load.
 *
 * @param simulatedMs market time per round at the usual load; the large market has as much to do in less
 */
export function measureSimulator(simulatedMs: number, rounds: number): BenchResult[] {
  const usual = { instruments: TWELVE_INSTRUMENTS, updatesPerSecond: USUAL_UPDATES };
  const large = { instruments: instrumentSpecs(LARGE.instruments), updatesPerSecond: LARGE.updatesPerSecond };
  const largeMs = Math.ceil((simulatedMs * USUAL_UPDATES * 4) / LARGE.updatesPerSecond);
  return [
    soloResult('simulator/updates', 'level updates/s', measureMarket(large, largeMs, rounds)),
    soloResult('simulator/updates-usual', 'level updates/s', measureMarket(usual, simulatedMs, rounds)),
  ];
}

function measureMarket(
  options: { instruments: readonly InstrumentSpec[]; updatesPerSecond: number },
  simulatedMs: number,
  rounds: number,
): number {
  const market = new SimulatedMarket({ ...options, seed: SEED, startTime: START });
  const clock: Clock = { wallMicros: () => market.now, monotonicMs: () => market.now / 1_000 };
  const venue = new Venue({ name: 'bench', epoch: 1, market, clock });
  const sent = subscribeToAll(venue, market);
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    globalThis.gc?.();
    const bytesBefore = sent.bytes;
    const start = performance.now();
    const updates = advance(market, venue, simulatedMs);
    const seconds = (performance.now() - start) / 1_000;
    if (sent.bytes - bytesBefore < updates)
      throw new Error(`expected over a byte sent per level update, received ${sent.bytes - bytesBefore}`);
    if (round > 0) rates.push(updates / seconds);
  }
  return median(rates);
}

/** @returns how many level updates the market made */
function advance(market: SimulatedMarket, venue: Venue, simulatedMs: number): number {
  let updates = 0;
  const end = market.now + simulatedMs * 1_000;
  while (market.now < end) {
    market.advanceTo(timestampMicros(Math.min(end, market.now + STEP_MICROS)), (change) => {
      if (change.kind === 'book') updates += change.levels.length / 2;
      venue.apply(change);
    });
    venue.tick();
  }
  return updates;
}

/** A client that reads at once, subscribed to everything. */
function subscribeToAll(venue: Venue, market: SimulatedMarket): { bytes: number } {
  const sent = { bytes: 0 };
  const fault = (): never => {
    throw new Error('expected no fault of the connection');
  };
  const connection: Connection = {
    facts: { number: 1, transport: 'websocket', codec: 'msgpack', address: '127.0.0.1' },
    send: (frame) => {
      sent.bytes += frame.length;
    },
    bufferedBytes: () => 0,
    close: (code, reason) => {
      throw new Error(`the venue closed the connection: ${code} ${reason}`);
    },
    cut: fault,
    freeze: fault,
    sendHalf: fault,
  };
  const session = venue.openSession(connection, 'msgpack');
  let id = 0;
  for (const { id: instrument } of market.instruments) {
    for (const channel of ['book', 'trades'] as const) {
      id += 1;
      const frame = encodeClientMessage('msgpack', { type: 'subscribe', id, instrument, channel });
      session.receive(Buffer.from(frame), true);
    }
  }
  return sent;
}
