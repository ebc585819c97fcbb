import { afterEach, describe, expect, it } from 'vitest';
import { refusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { Connection, OutgoingGate } from '../../../feed-simulator/server/connection.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig, eventually } from './http-rig.ts';
import type { StreamReader } from './http-rig.ts';

const BOOKS = '/v1/stream?channels=book&instruments=*';
const rigs: HttpRig[] = [];

function open(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open(options);
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

const names = (stream: StreamReader) => stream.events.map(({ event }) => event);
const opened = (stream: StreamReader) =>
  stream.until(() => names(stream).filter((name) => name === 'snapshot').length === 2, 'both snapshots');
describe('GET /v1/stream in trouble', () => {
  it('writes nothing to a reader that does not read, and one merged delta when it does', async () => {
    const rig = await open();
    const wide = Array.from({ length: 40_000 }, (_, index) => [index * 2, 1_000_000 + index]).flat();
    rig.venue.books[1]?.change(wide);
    const stream = await rig.stream(BOOKS);
    stream.response.pause();
    // More than the two operating systems hold.
    for (let round = 0; round < 16; round += 1) {
      rig.venue.books[1]?.change(wide.map((value, place) => (place % 2 === 0 ? value : value + round)));
      rig.pass(50);
    }
    const held = () => rig.counts.entries('slowReaderActions').map(({ labels, value }) => [labels[0], value]);
    expect(held()).toEqual([['held', 1]]);
    const [summary] = rig.edge?.streams() ?? [];
    const bufferedBytes = summary?.bufferedBytes ?? 0;
    rig.venue.books[0]?.change([200, 7]);
    for (let round = 0; round < 20; round += 1) rig.pass(50);
    expect(rig.edge?.streams()[0]?.bufferedBytes).toBe(bufferedBytes);
    stream.response.resume();
    await stream.until(() => {
      rig.edge?.tick();
      return stream.events.some(({ data }) => data.includes('[200,7]'));
    }, 'what was held back');
    expect(held()).toContainEqual(['conflated', 1]);
  });

  it('cuts a reader that reads nothing for too long, also when it does not take the end', async () => {
    const rig = await open({ limit: { slowForMs: 1_000 } });
    const wide = Array.from({ length: 40_000 }, (_, index) => [index * 2, 1_000_000 + index]).flat();
    const stream = await rig.stream(BOOKS);
    stream.response.pause();
    for (let round = 0; round < 16; round += 1) {
      rig.venue.books[1]?.change(wide.map((value, place) => (place % 2 === 0 ? value : value + round)));
      rig.pass(50);
    }
    for (let round = 0; round < 21; round += 1) rig.pass(50);
    expect(rig.counts.entries('slowReaderActions')).toContainEqual({ labels: ['cut'], value: 1 });
    expect(rig.venue.open).toBe(0);
    for (let round = 0; round < 21; round += 1) rig.pass(50);
    stream.response.resume();
    await stream.until(() => stream.isClosed, 'the cut');
    expect(rig.edge?.streams()).toEqual([]);
  });

  it('leaves nothing behind of 500 readers that come and go', async () => {
    const rig = await open();
    for (let round = 0; round < 50; round += 1) {
      const streams = await Promise.all(Array.from({ length: 10 }, () => rig.stream(BOOKS)));
      expect([rig.access.admitted, rig.venue.open]).toEqual([10, 20]);
      for (const stream of streams) stream.cut();
      await eventually(() => rig.edge?.streams().length === 0, 'every stream to close');
    }
    expect([rig.access.admitted, rig.venue.open]).toEqual([0, 0]);
    expect(rig.counts.total('connectionsOpened')).toBe(500);
    expect(rig.counts.total('connectionsClosed')).toBe(500);
  });

  it('gives back what it took when a stream is refused', async () => {
    const rig = await open();
    rig.access.stranger = rightsTo(['AAA'], { maxSubscriptions: 1 });
    const statusOf = async (query: string) => (await rig.ask(`/v1/stream?${query}`)).status;
    expect(await statusOf('channels=book&instruments=NONE')).toBe(404);
    expect(await statusOf('channels=book&instruments=BBB')).toBe(403);
    expect(await statusOf('channels=book,status&instruments=AAA')).toBe(429);
    expect([rig.access.admitted, rig.venue.open]).toEqual([0, 0]);
    rig.access.admissionRefusal = { ...refusal('VENUE_CONNECTION_LIMIT', 'full'), retryAfterMs: 5_000 };
    const full = await rig.ask(BOOKS);
    expect([full.status, full.headers.get('retry-after'), rig.venue.open]).toEqual([503, '5', 0]);
  });

  it('passes every message through the faults of its connection, which can break it', async () => {
    const connections: Connection[] = [];
    const gateFor = (connection: Connection): OutgoingGate => {
      connections.push(connection);
      return { pass: (message, deliver) => deliver(message.encoded('json')), close: () => undefined };
    };
    const rig = await open({ gateFor });
    const stream = await rig.stream(BOOKS);
    await opened(stream);
    const [connection] = connections;
    connection?.freeze(true);
    connection?.send('{"type":"status","late":true}');
    rig.venue.books[0]?.change([200, 1]);
    rig.pass(500);
    expect(names(stream)).not.toContain('delta');
    connection?.freeze(false);
    await stream.until(() => names(stream).at(-1) === 'status', 'what was sent while frozen');
    rig.pass(50);
    await stream.until(() => names(stream).includes('delta'), 'the delta');
    const before = stream.events.length;
    connection?.sendHalf('{"type":"status","never":"whole"}');
    await stream.until(() => stream.isClosed, 'the cut');
    expect(stream.events).toHaveLength(before);
    expect(rig.venue.open).toBe(0);
  });
});
