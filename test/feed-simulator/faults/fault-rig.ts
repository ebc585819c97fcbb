import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { Connection, ConnectionFacts, OutgoingGate } from '../../../feed-simulator/server/connection.ts';
import { SharedMessage } from '../../../feed-simulator/server/shared-message.ts';
import type { EncodedFrame } from '../../../feed-simulator/server/shared-message.ts';
import { FaultDesk } from '../../../feed-simulator/faults/fault-desk.ts';
import { isProblem } from '../../../feed-simulator/faults/fault-problem.ts';
import { readFaultSpec } from '../../../feed-simulator/faults/read-fault-spec.ts';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import type { MarketEvent } from '../../../main/core/market-data/market-event.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { aDelta } from '../../support/market-events.ts';

/** Subscriptions of the rig: books 1 and 3, trades 2. */
const SUBJECTS = new Map([
  [1, { instrument: instrumentId('ESZ6'), channel: 'book' as const }],
  [2, { instrument: instrumentId('ESZ6'), channel: 'trades' as const }],
  [3, { instrument: instrumentId('BTC-USD'), channel: 'book' as const }],
]);

/** The client's side of one connection: what reached it, and what was done to it. */
export class FaultyClient implements Connection {
  readonly facts: ConnectionFacts;
  readonly frames: EncodedFrame[] = [];
  readonly done: string[] = [];
  gate: OutgoingGate | null = null;

  constructor(facts: ConnectionFacts) {
    this.facts = facts;
  }

  readonly send = (frame: EncodedFrame): void => void this.frames.push(frame);
  bufferedBytes = (): number => 0;
  close = (code: number): void => void this.done.push(`close ${code}`);
  cut = (): void => void this.done.push('cut');
  freeze = (isFrozen: boolean): void => void this.done.push(isFrozen ? 'freeze' : 'thaw');
  sendHalf = (frame: EncodedFrame): void => void this.done.push(`half of ${frame.length}`);

  pass(event: MarketEvent): void {
    this.gate?.pass(new SharedMessage(event), this.send);
  }

  /** The JSON messages since the last call. */
  take(): Record<string, unknown>[] {
    return this.frames.splice(0).map((frame) => JSON.parse(String(frame)) as Record<string, unknown>);
  }

  /** Their sequences. */
  takeSequences(): unknown[] {
    return this.take().map(({ sequence }) => sequence);
  }
}

/** A fault desk on a manual clock, and connections whose ends are at hand. */
export class FaultRig {
  readonly clock = new ManualClock();
  readonly counts = new Counts();
  readonly restarts: number[] = [];
  readonly desk: FaultDesk;
  #connections = 0;

  constructor(seed = 1) {
    this.desk = new FaultDesk({
      clock: this.clock,
      counts: this.counts,
      seed,
      instruments: ['ESZ6', 'BTC-USD'],
      subjectOf: (subscription) => SUBJECTS.get(subscription) ?? null,
      onRestart: (pauseMs) => this.restarts.push(pauseMs),
    });
  }

  connect(changes: Partial<ConnectionFacts> = {}): FaultyClient {
    this.#connections += 1;
    const client = new FaultyClient({
      number: this.#connections,
      transport: 'websocket',
      codec: 'json',
      address: '127.0.0.1',
      ...changes,
    });
    client.gate = this.desk.gateFor(client);
    return client;
  }

  /** @throws Error when the fault is refused */
  start(json: Readonly<Record<string, unknown>>): number {
    const spec = readFaultSpec(json);
    const id = isProblem(spec) ? spec : this.desk.start(spec);
    if (isProblem(id)) throw new Error(id.message);
    return id;
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 5) {
      this.clock.advance(Math.min(5, ms - passed));
      this.desk.tick();
    }
  }
}

/** Delta number `sequence` of a book, one after the other. */
export function numbered(sequence: number, subscription = 1): MarketEvent {
  return aDelta({ subscription, previousSequence: sequence - 1, sequence });
}
