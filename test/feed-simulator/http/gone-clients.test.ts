import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeVenue } from './fake-venue.ts';
import { FakeAccess, HttpRig, eventually } from './http-rig.ts';

const STREAM = '/v1/stream?channels=book&instruments=*';
const HISTORY = '/v1/history/trades?instrument=AAA';
const POLL = '/v1/poll?channels=book&instruments=*&wait=20000';
const rigs: HttpRig[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

/** Judges a token as slowly as a test wants. */
class SlowAccess extends FakeAccess {
  readonly judged = Promise.withResolvers<undefined>();
  asked = 0;

  override async rightsOf(request: Parameters<FakeAccess['rightsOf']>[0]) {
    this.asked += 1;
    await this.judged.promise;
    return super.rightsOf(request);
  }
}

async function opened(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open({ limit: { connectionsPerAddress: 1 }, ...options });
}

/** A client that writes all its requests at once and reads nothing. */
async function asking(rig: HttpRig, ...paths: readonly string[]): Promise<Socket> {
  const socket = connect(rig.port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: venue\r\n\r\n`).join(''));
  return socket;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('a client that is gone', () => {
  it.each([STREAM, HISTORY])('while its token is judged holds no place: %s', async (path) => {
    const access = new SlowAccess();
    const rig = await opened({ access });
    const socket = await asking(rig, path);
    await eventually(() => access.asked === 1, 'the request');
    socket.resetAndDestroy();
    await turn();
    access.judged.resolve(undefined);
    await turn();
    expect([access.admitted, rig.venue.open, rig.edge?.streams().length]).toEqual([0, 0, 0]);
    expect((await rig.ask(HISTORY)).status).toBe(200);
  });

  it('takes with it the requests it sent behind a stream on the same connection', async () => {
    const rig = await opened();
    const socket = await asking(rig, STREAM, STREAM);
    await eventually(() => rig.edge?.streams().length === 2, 'both streams');
    socket.resetAndDestroy();
    await eventually(() => rig.edge?.streams().length === 0, 'both streams to close');
    expect([rig.access.admitted, rig.venue.open]).toEqual([0, 0]);
  });

  it.each([HISTORY, POLL])('gives up a place it asked for behind a stream: %s', async (path) => {
    const rig = await opened();
    const { cursor } = (await rig.json('/v1/poll?channels=book&instruments=*')) as { cursor: string };
    const socket = await asking(rig, STREAM, path === POLL ? `${POLL}&since=${cursor}` : path);
    await eventually(() => rig.edge?.streams().length === 1, 'the stream');
    await turn();
    expect((await rig.ask(HISTORY)).status).toBe(429);
    socket.resetAndDestroy();
    await turn();
    expect((await rig.ask(HISTORY)).status).toBe(200);
  });
});
