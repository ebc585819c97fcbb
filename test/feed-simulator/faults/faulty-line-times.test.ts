import { describe, expect, it } from 'vitest';
import { MAX_HELD } from '../../../feed-simulator/faults/held-parcels.ts';
import { aHeartbeat, anAcknowledgement, someTrades } from '../../support/market-events.ts';
import { FaultRig, numbered } from './fault-rig.ts';

const COUNT = 200;

describe('FaultyLine with faults of time', () => {
  it('delays every message, also those that belong to no stream, and keeps their order', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'delay', delayMs: 50, jitterMs: 100 });
    for (let sequence = 1; sequence <= COUNT; sequence += 1) {
      client.pass(sequence % 10 === 0 ? aHeartbeat([1, sequence]) : numbered(sequence));
      rig.pass(5);
    }
    expect(client.frames.length).toBeLessThan(COUNT - 10);
    rig.pass(200);
    const received = client.take().map(({ type, sequence, sequences }) => {
      return type === 'heartbeat' ? (sequences as number[])[1] : sequence;
    });
    expect(received).toEqual(Array.from({ length: COUNT }, (_, at) => at + 1));
  });

  it('delays by at least the delay and at most the jitter more, and not a message after the fault was stopped', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    const id = rig.start({ kind: 'delay', delayMs: 50, jitterMs: 20 });
    client.pass(numbered(1));
    rig.pass(45);
    expect(client.frames).toHaveLength(0);
    rig.pass(25);
    expect(client.takeSequences()).toEqual([1]);
    rig.desk.stop(id);
    client.pass(numbered(2));
    expect(client.takeSequences()).toEqual([2]);
  });

  it('makes what comes behind a held message wait, after the fault too', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'delay', delayMs: 50, durationMs: 10 });
    client.pass(numbered(1));
    rig.pass(20);
    client.pass(numbered(2));
    expect(client.frames).toHaveLength(0);
    rig.pass(30);
    expect(client.takeSequences()).toEqual([1, 2]);
  });

  it('moves the stamps of messages by the step, and the times of trades not at all', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'clock-step', stepMs: -1_500 });
    const [heartbeat, trades] = [aHeartbeat([]), someTrades(1, 1)];
    client.pass(heartbeat);
    client.pass(trades);
    client.pass(anAcknowledgement());
    const [first, second] = client.take();
    const back = heartbeat.sentTime - 1_500_000;
    expect(first).toMatchObject({ sentTime: back, venueTime: back });
    expect(second?.['sentTime']).toBe(back);
    expect((second?.['trades'] as number[])[4]).toBe(trades.trades[0]?.venueTime);
    expect(rig.desk.list()).toMatchObject([{ applied: 2 }]);
  });

  it('lets the stamps drift by the millionths the fault names', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'clock-skew', partsPerMillion: 100_000 });
    const event = aHeartbeat([]);
    rig.pass(2_000);
    client.pass(event);
    expect(client.take()).toMatchObject([{ sentTime: event.sentTime + 200_000 }]);
  });

  it('gets slower as time goes on, to the limit and no further', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'slow-server', delayMs: 10, growMsPerSecond: 100, maxMs: 200 });
    const lateness = (): number => {
      client.pass(aHeartbeat([]));
      let ms = 0;
      for (; client.frames.length === 0; ms += 5) rig.pass(5);
      client.take();
      return ms;
    };
    expect(lateness()).toBe(10);
    rig.pass(990);
    expect(lateness()).toBe(110);
    rig.pass(5_000);
    expect(lateness()).toBe(200);
  });

  it('cuts a connection for which it would have to hold more than it may, and forgets what it held', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'delay', delayMs: 60_000 });
    const message = numbered(1);
    for (let i = 0; i <= MAX_HELD; i += 1) client.pass(message);
    rig.pass(60_005);
    expect([client.done, client.frames.length]).toEqual([['cut'], 0]);
  }, 20_000);

  it('sends nothing that was held once the connection is gone', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'delay', delayMs: 50 });
    client.pass(numbered(1));
    client.gate?.close();
    rig.pass(100);
    expect(client.frames).toHaveLength(0);
  });
});
