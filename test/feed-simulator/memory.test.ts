import process from 'node:process';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { packMessage } from '../../main/wire/message-pack.ts';
import { instrumentSpecs } from '../../feed-simulator/market-model/instruments.ts';
import { runProgram, type RunningProgram } from '../support/running-program.ts';

const MOST_BYTES = 1e9;
/** By then busy books have forgotten their first changes many times over. */
const ENOUGH_UPDATES = 600_000;
const DEEP = instrumentSpecs(20).map(({ terms }) => terms.id);

let exchange: RunningProgram | null = null;
let client: WebSocket | null = null;
afterEach(async () => {
  client?.terminate();
  await exchange?.end();
});

it('takes less than a gigabyte with every instrument, every deep book there may be and all of them followed', async () => {
  const flags = `--port 0 --instruments 200 --rate 200000 --deep ${DEEP.join(',')} --limit anonymousSubscriptions=1024`;
  exchange = runProgram(process.execPath, ['feed-simulator/cli.ts', ...flags.split(' ')]);
  const [, address = ''] = await exchange.waitFor(/ws:\/\/([\d.:]+)\/v1/);
  client = new WebSocket(`ws://${address}/v1`, 'touchline.v1.msgpack');
  client.on('open', () => {
    for (const request of [
      { channel: 'book' },
      { channel: 'book', depth: 1_000, conflationMs: 100 },
      { channel: 'trades' },
      { channel: 'candles', intervalMs: 1_000 },
    ])
      client?.send(packMessage({ type: 'subscribe-list', id: 1, instruments: ['*'], ...request }));
  });
  const gauge = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`touchline_${name} `));
    return Number(line?.split(' ')[1]);
  };
  await expect
    .poll(() => gauge('level_updates_total'), { timeout: 40_000, interval: 500 })
    .toBeGreaterThan(ENOUGH_UPDATES);
  expect(await gauge('subscriptions')).toBe(800);
  expect(await gauge('process_memory_bytes{kind="resident"}')).toBeLessThan(MOST_BYTES);
}, 60_000);
