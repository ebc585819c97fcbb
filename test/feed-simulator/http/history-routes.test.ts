import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig, eventually } from './http-rig.ts';

const TRADES = '/v1/history/trades?instrument=AAA';
const rigs: HttpRig[] = [];

function open(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open(options);
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

async function refusalOf(rig: HttpRig, path: string): Promise<readonly [number, unknown]> {
  const answer = await rig.ask(path);
  return [answer.status, ((await answer.json()) as { code: unknown }).code];
}

/** A reader that asks for the history and then reads nothing. */
async function stalled(rig: HttpRig): Promise<ReturnType<typeof connect>> {
  const socket = connect(rig.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(`GET ${TRADES} HTTP/1.1\r\nHost: x\r\n\r\n`);
  let made = -1;
  // It stands still when a hundred turns of the loop made no more of it.
  for (let turns = 0; turns < 100; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (made !== rig.venue.partsMade || made === 0) [made, turns] = [rig.venue.partsMade, 0];
  }
  return socket;
}

describe('GET /v1/history/trades', () => {
  it('sends one message a line, in chunks', async () => {
    const rig = await open();
    const answer = await rig.ask(TRADES);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('transfer-encoding')).toBe('chunked');
    const text = await answer.text();
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { type: 'trade-history', id: 1, from: 1, to: 1_000, isLast: false },
      { from: 1_001, to: 2_000, isLast: false },
      { from: 2_001, to: 3_000, isLast: true },
    ]);
  });

  it('makes no more of a history than its reader takes', async () => {
    const rig = await open();
    rig.venue.partsInHistory = 2_000;
    const socket = await stalled(rig);
    const { partsMade } = rig.venue;
    expect(partsMade).toBeGreaterThan(0);
    expect(partsMade).toBeLessThan(1_000);
    socket.resume();
    await eventually(() => rig.venue.partsMade > partsMade, 'more of it to be made');
    socket.destroy();
  });

  it('cuts a reader that takes nothing for too long, and lets go of the rest', async () => {
    const rig = await open({ limit: { slowForMs: 1_000, connectionsPerAddress: 1 } });
    rig.venue.partsInHistory = 2_000;
    const socket = await stalled(rig);
    expect(await refusalOf(rig, TRADES)).toEqual([429, 'ADDRESS_CONNECTION_LIMIT']);
    rig.pass(1_000);
    socket.resume();
    await once(socket, 'close');
    expect(rig.counts.entries('slowReaderActions')).toEqual([{ labels: ['cut'], value: 1 }]);
    rig.venue.partsInHistory = 1;
    expect((await rig.ask(TRADES)).status).toBe(200);
  });

  it('leaves nothing behind of readers that go away in the middle', async () => {
    const rig = await open({ limit: { connectionsPerAddress: 1 } });
    rig.venue.partsInHistory = 2_000;
    for (let round = 0; round < 5; round += 1) (await stalled(rig)).destroy();
    rig.venue.partsInHistory = 1;
    let status = 0;
    for (let tries = 0; tries < 100 && status !== 200; tries += 1) ({ status } = await rig.ask(TRADES));
    expect(status).toBe(200);
  });

  it('refuses what there is not, what is not the caller’s, and ranges that run backwards', async () => {
    const rig = await open();
    expect(await refusalOf(rig, '/v1/history/trades?instrument=NONE')).toEqual([404, 'UNKNOWN_INSTRUMENT']);
    expect(await refusalOf(rig, `${TRADES}&from=5&to=4`)).toEqual([400, 'BAD_RANGE']);
    expect(await refusalOf(rig, `${TRADES}&from=0`)).toEqual([400, 'BAD_RANGE']);
    expect(await refusalOf(rig, `${TRADES}&from=-1`)).toEqual([400, 'BAD_MESSAGE']);
    expect(await refusalOf(rig, `${TRADES}&to=9007199254740992`)).toEqual([400, 'BAD_MESSAGE']);
    rig.access.stranger = rightsTo(['BBB']);
    expect(await refusalOf(rig, TRADES)).toEqual([403, 'NOT_ENTITLED']);
  });
});

describe('GET /v1/history/candles', () => {
  const CANDLES = '/v1/history/candles?instrument=AAA';

  it('sends candles of an interval the venue keeps', async () => {
    const rig = await open();
    const answer = await rig.ask(`${CANDLES}&intervalMs=60000&from=0`);
    expect(JSON.parse(await answer.text())).toMatchObject({ type: 'candle-history', intervalMs: 60_000 });
    expect(await refusalOf(rig, CANDLES)).toEqual([400, 'BAD_MESSAGE']);
    expect(await refusalOf(rig, `${CANDLES}&intervalMs=7`)).toEqual([400, 'BAD_MESSAGE']);
    expect(await refusalOf(rig, `${CANDLES}&intervalMs=1000&from=5&to=5`)).toEqual([400, 'BAD_RANGE']);
  });
});
