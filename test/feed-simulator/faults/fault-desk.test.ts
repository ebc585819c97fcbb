import { describe, expect, it } from 'vitest';
import { MAX_FAULTS } from '../../../feed-simulator/faults/fault-desk.ts';
import { FaultRig, numbered } from './fault-rig.ts';

const BEFORE = { connections: { opened: 'before' } } as const;

describe('FaultDesk', () => {
  it('lets a fault wait, bite for its time, and end by itself', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'drop', afterMs: 100, durationMs: 50 });
    const states: string[] = [];
    for (let sequence = 1; sequence <= 4; sequence += 1) {
      client.pass(numbered(sequence));
      const [{ state, remainingMs } = { state: 'none', remainingMs: 0 }] = rig.desk.list();
      states.push(`${state} ${remainingMs}`);
      rig.pass(50);
    }
    expect(client.takeSequences()).toEqual([1, 2, 4]);
    expect(states).toEqual(['waiting 150', 'waiting 100', 'on 50', 'ended null']);
    expect(rig.desk.list()).toMatchObject([{ id: 1, kind: 'drop', applied: 1 }]);
    expect(rig.counts.entries('faultsApplied')).toEqual([{ labels: ['drop'], value: 1 }]);
  });

  it('goes on until stopped when no time was named', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    const id = rig.start({ kind: 'drop' });
    rig.pass(60_000);
    client.pass(numbered(1));
    expect(rig.desk.stop(id)).toBe(true);
    client.pass(numbered(2));
    expect(client.takeSequences()).toEqual([2]);
    expect(rig.desk.stop(id)).toBe(false);
    expect(rig.desk.stop(99)).toBe(false);
  });

  it('stops everything at once', () => {
    const rig = new FaultRig();
    rig.start({ kind: 'drop' });
    rig.start({ kind: 'delay', delayMs: 5, afterMs: 1_000 });
    expect([rig.desk.stopAll(), rig.desk.stopAll()]).toEqual([2, 0]);
    expect(rig.desk.list().map(({ state }) => state)).toEqual(['ended', 'ended']);
  });

  it('refuses more faults at once than it allows, and remembers no more ended ones than it may', () => {
    const rig = new FaultRig();
    for (let i = 0; i < MAX_FAULTS; i += 1) rig.start({ kind: 'drop' });
    expect(() => rig.start({ kind: 'drop' })).toThrow(`expected at most ${MAX_FAULTS} faults`);
    for (let round = 0; round < 3; round += 1) {
      rig.desk.stopAll();
      for (let i = 0; i < MAX_FAULTS; i += 1) rig.start({ kind: 'drop' });
    }
    expect(rig.desk.list()).toHaveLength(MAX_FAULTS * 2);
  });

  it('befalls the connections that are chosen by number and transport', () => {
    const rig = new FaultRig();
    const clients = [
      rig.connect(),
      rig.connect({ transport: 'event-stream' }),
      rig.connect(),
      rig.connect({ transport: 'polling' }),
    ];
    rig.start({ kind: 'drop', connections: { numbers: [1, 2] } });
    rig.start({ kind: 'drop', connections: { transports: ['polling'] } });
    for (const client of clients) client.pass(numbered(1));
    expect(clients.map((client) => client.takeSequences().length)).toEqual([0, 0, 1, 0]);
  });

  it('befalls about the share of the connections it names, the same ones for all their messages', () => {
    const rig = new FaultRig();
    const clients = Array.from({ length: 400 }, () => rig.connect());
    rig.start({ kind: 'drop', connections: { share: 0.25 } });
    for (const client of clients) for (const sequence of [1, 2, 3]) client.pass(numbered(sequence));
    const received = clients.map((client) => client.takeSequences().length);
    expect(new Set(received)).toEqual(new Set([0, 3]));
    const share = received.filter((count) => count === 0).length / clients.length;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  });

  it('leaves alone who came after the fault began, when only those before are chosen', () => {
    const rig = new FaultRig();
    const early = rig.connect();
    rig.start({ kind: 'drop', afterMs: 100, ...BEFORE });
    rig.pass(50);
    const between = rig.connect();
    rig.pass(50);
    const late = rig.connect();
    for (const client of [early, between, late]) client.pass(numbered(1));
    expect([early, between, late].map((client) => client.frames.length)).toEqual([0, 0, 1]);
  });

  it('draws on one connection whatever happens on others', () => {
    const received = (others: number): unknown[] => {
      const rig = new FaultRig();
      const client = rig.connect();
      const neighbours = Array.from({ length: others }, () => rig.connect());
      rig.start({ kind: 'drop', probability: 0.5 });
      for (let sequence = 1; sequence <= 100; sequence += 1)
        for (const each of [...neighbours, client]) each.pass(numbered(sequence));
      return client.takeSequences();
    };
    expect(received(3)).toEqual(received(0));
  });

  it('freezes connections, also new ones, and thaws them in the end', () => {
    const rig = new FaultRig();
    const first = rig.connect();
    rig.start({ kind: 'half-open-socket', durationMs: 100 });
    const second = rig.connect();
    expect([first.done, second.done]).toEqual([['freeze'], ['freeze']]);
    rig.pass(100);
    expect([first.done, second.done]).toEqual([
      ['freeze', 'thaw'],
      ['freeze', 'thaw'],
    ]);
    expect(rig.desk.list()).toMatchObject([{ applied: 2, state: 'ended' }]);
  });

  it('thaws a connection only when no fault freezes it any more', () => {
    const rig = new FaultRig();
    const client = rig.connect();
    rig.start({ kind: 'half-open-socket', durationMs: 50 });
    rig.start({ kind: 'half-open-socket', durationMs: 100 });
    rig.pass(60);
    expect(client.done).toEqual(['freeze']);
    rig.pass(50);
    expect(client.done).toEqual(['freeze', 'thaw']);
  });

  it('cuts connections in waves, those that have come back too', () => {
    const rig = new FaultRig();
    const first = rig.connect();
    rig.start({ kind: 'disconnect-storm', everyMs: 100, durationMs: 150 });
    const second = rig.connect();
    rig.pass(95);
    expect([first.done, second.done]).toEqual([['cut'], []]);
    rig.pass(5);
    expect(second.done).toEqual(['cut']);
    const third = rig.connect();
    rig.pass(500);
    expect(third.done).toEqual([]);
  });

  it('cuts a part of the connections at each wave when a probability is named', () => {
    const rig = new FaultRig();
    const clients = Array.from({ length: 200 }, () => rig.connect());
    rig.start({ kind: 'disconnect-storm', probability: 0.5, durationMs: 50 });
    const cut = clients.filter(({ done }) => done.length > 0).length;
    expect(cut).toBeGreaterThan(70);
    expect(cut).toBeLessThan(130);
  });

  it('restarts the venue once, when the time has come', () => {
    const rig = new FaultRig();
    rig.start({ kind: 'server-restart', pauseMs: 700, afterMs: 50 });
    expect(rig.restarts).toEqual([]);
    rig.pass(1_000);
    expect(rig.restarts).toEqual([700]);
    expect(rig.desk.list()).toMatchObject([{ state: 'ended', applied: 1 }]);
  });

  it('survives a restart that ends every connection from within', () => {
    const rig = new FaultRig();
    const clients = [rig.connect(), rig.connect()];
    Object.assign(rig.restarts, { push: () => clients.forEach(({ gate }) => gate?.close()) });
    rig.start({ kind: 'server-restart' });
    rig.start({ kind: 'disconnect-storm' });
    expect(clients.map(({ done }) => done)).toEqual([[], []]);
  });
});
