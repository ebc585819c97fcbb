import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import type { ExchangeRecord, FlatCandle } from './exchange-record.ts';

/** A receiver of one channel that believes nothing: it compares all it is told with the record. */
export type Receiver = {
  readonly faults: string[];
  /** Where it stands, as it would say in `resume`; null while it has nothing. */
  readonly position: number | null;
  receive(message: RawMessage): void;
  /** What it holds must be what the exchange has now: nothing was kept from it. */
  settle(): void;
};

export function bookReceiver(record: ExchangeRecord, depth: number): Receiver {
  const mirror = new MirrorBook();
  const { faults } = mirror;
  const compare = (what: string, sequence: number): void => {
    const [held, expected] = [mirror.sides(), record.bookAt(sequence, depth)].map((book) =>
      JSON.stringify(book),
    );
    if (held !== expected) faults.push(`${what} ${sequence}: holds ${held}, expected ${expected}`);
  };
  return {
    faults,
    get position() {
      return mirror.sequence < 0 ? null : mirror.sequence;
    },
    receive: (message) => {
      if (message.type !== 'snapshot' && message.type !== 'delta') return;
      if (message.type === 'delta' && mirror.sequence < 0) faults.push('a delta with nothing before it');
      if (mirror.receive(message)) compare(message.type, mirror.sequence);
    },
    settle: () => compare('the end', record.bookSequence),
  };
}

export function tradeReceiver(record: ExchangeRecord): Receiver {
  const faults: string[] = [];
  let position: number | null = null;
  const join = (previous: number, what: string): void => {
    if (position !== null && previous !== position)
      faults.push(`${what} after ${previous} does not join ${position}`);
  };
  return {
    faults,
    get position() {
      return position;
    },
    receive: (message) => {
      if (message.type === 'subscribed' && message['resumed'] !== true) position = message.sequence ?? -1;
      if (message.type === 'gap') {
        join(Number(message['from']) - 1, 'a gap');
        position = Number(message['to']);
      }
      if (message.type !== 'trades') return;
      join(message.previousSequence ?? -1, 'trades');
      const flat = message.trades ?? [];
      for (let i = 0; i < flat.length; i += 5) {
        position = (message.previousSequence ?? 0) + i / 5 + 1;
        const told = `${flat[i + 1]} ${flat[i + 2]} ${['unknown', 'buy', 'sell'][flat[i + 3] ?? 0]}`;
        if (told !== record.tradeAt(position))
          faults.push(`trade ${position} is told as ${told}, expected ${record.tradeAt(position)}`);
      }
      if (position !== message.sequence) faults.push(`trades up to ${message.sequence} end at ${position}`);
    },
    settle: () => {
      if (position !== null && position !== record.tradeSequence)
        faults.push(`the end: stands at trade ${position} of ${record.tradeSequence}`);
    },
  };
}

export function tickerReceiver(record: ExchangeRecord): Receiver {
  const faults: string[] = [];
  let position: number | null = null;
  let held = '';
  const told = (message: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.keys(record.ticker()).map((name) => message[name]));
  const stateOf = (): string => JSON.stringify(Object.values(record.ticker()).slice(0, -1));
  return {
    faults,
    get position() {
      return position;
    },
    receive: (message) => {
      if (message.type !== 'ticker') return;
      const previous = message.previousSequence ?? -1;
      if (previous !== 0 && previous !== position)
        faults.push(`ticker after ${previous} does not join ${position}`);
      position = message.sequence ?? -1;
      if (position <= previous) faults.push(`ticker ${position} does not go forward from ${previous}`);
      const expected = JSON.stringify(Object.values(record.ticker()));
      if (told(message) !== expected)
        faults.push(`ticker ${position}: ${told(message)}, expected ${expected}`);
      held = JSON.stringify((JSON.parse(told(message)) as unknown[]).slice(0, -1));
    },
    settle: () => {
      if (held !== stateOf()) faults.push(`the end: ticker ${held}, expected ${stateOf()}`);
    },
  };
}

export function candleReceiver(record: ExchangeRecord, intervalMs: number): Receiver {
  const faults: string[] = [];
  const held = new Map<number, FlatCandle>();
  let position: number | null = null;
  const compare = (what: string, sequence: number): void => {
    const [own, expected] = [[...held.values()], record.candlesAt(sequence, intervalMs)].map((candles) =>
      JSON.stringify(candles),
    );
    if (own !== expected) faults.push(`${what} ${sequence}: holds ${own}, expected ${expected}`);
  };
  return {
    faults,
    get position() {
      return position;
    },
    receive: (message) => {
      // Under other terms the old prices mean nothing.
      if (message.type === 'instrument') held.clear();
      if (message.type !== 'candles') return;
      const isSnapshot = message['isSnapshot'] === true;
      if (isSnapshot) held.clear();
      else if (message.previousSequence !== position)
        faults.push(`candles after ${message.previousSequence} do not join ${position}`);
      position = message.sequence ?? -1;
      const flat = message['candles'] as readonly number[];
      for (let i = 0; i < flat.length; i += 8) held.set(flat[i] ?? 0, flat.slice(i, i + 8));
      compare('candles', position);
    },
    settle: () => compare('the end', record.tradeSequence),
  };
}
