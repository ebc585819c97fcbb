import { describe, expect, it } from 'vitest';
import { FakeConnection, VenueFixture } from './venue-fixture.ts';

const SNAPSHOT_MS = 4;
const WHOLE_BOOK_OF_AAA = 1;

/** Its client asks for books that take time to make. */
class CostlyConnection extends FakeConnection {
  readonly #spend: () => void;

  constructor(fixture: VenueFixture) {
    super();
    this.#spend = () => fixture.clock.advance(SNAPSHOT_MS);
  }

  override send(frame: Parameters<FakeConnection['send']>[0]): void {
    super.send(frame);
    if (this.messages.at(-1)?.type === 'snapshot') this.#spend();
  }
}

function asking(count: number) {
  const fixture = new VenueFixture();
  const clients = Array.from({ length: count }, () => {
    const client = fixture.connect(new CostlyConnection(fixture));
    client.ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' });
    fixture.pass(5);
    client.connection.take();
    return client;
  });
  const answered = () => clients.map(({ connection }) => connection.ofType('snapshot').map(({ id }) => id));
  const ask = (id: number) => {
    for (const client of clients) client.ask({ type: 'snapshot', id, subscription: WHOLE_BOOK_OF_AAA });
  };
  return { fixture, clients, answered, ask };
}

describe('AnsweringTime', () => {
  it('lets requests wait for the next step once answers have taken 10 ms of this one, in their order', () => {
    const { fixture, answered, ask } = asking(1);
    for (let id = 1; id <= 7; id += 1) ask(id);
    expect(answered()).toEqual([[1, 2, 3]]);
    fixture.pass(5);
    expect(answered()).toEqual([[1, 2, 3, 4, 5, 6]]);
    ask(8);
    fixture.pass(5);
    expect(answered()).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
  });

  it('gives everybody a turn, also those who asked last', () => {
    const { fixture, answered, ask } = asking(4);
    for (let id = 1; id <= 3; id += 1) ask(id);
    expect(answered().map((ids) => ids.length)).toEqual([1, 1, 1, 0]);
    for (let step = 0; step < 2; step += 1) fixture.pass(5);
    expect(Math.min(...answered().map((ids) => ids.length))).toBeGreaterThan(0);
    for (let step = 0; step < 8; step += 1) fixture.pass(5);
    expect(answered()).toEqual(Array.from({ length: 4 }, () => [1, 2, 3]));
  });

  it('keeps the heartbeats of everybody in time while one client asks for more than there is time', () => {
    const { fixture, ask } = asking(1);
    const other = fixture.connect();
    other.connection.take();
    for (let id = 1; id <= 150; id += 1) ask(id);
    const startedMs = fixture.clock.monotonicMs();
    while (fixture.clock.monotonicMs() - startedMs < 450) fixture.pass(5);
    expect(other.connection.ofType('heartbeat')).toHaveLength(1);
  });
});
