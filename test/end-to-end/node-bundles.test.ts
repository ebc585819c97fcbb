import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type RunningProgram } from '../support/running-program.ts';

const SIMULATOR = 'out/node/simulator.js';

describe('the bundle of the simulated exchange', () => {
  let keys: string;
  let exchange: RunningProgram;
  let address: string;
  beforeAll(async () => {
    keys = mkdtempSync(join(tmpdir(), 'touchline-bundle-'));
    exchange = runProgram(process.execPath, [SIMULATOR, '--port', '0', '--scenario', 'gap', '--control']);
    [, address = ''] = await exchange.waitFor(/status page (http:\S+)/);
  });
  afterAll(async () => {
    await exchange.end();
    rmSync(keys, { recursive: true });
  });

  it('finds the files that lie beside its sources: the status page and the scenarios', async () => {
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module">');
    expect(exchange.output()).toContain('scenario gap');
  });

  it('answers what a supervisor and a program ask', async () => {
    const metrics = await (await fetch(new URL('metrics', address))).text();
    expect(metrics).toMatch(/^touchline_\w+ \d/m);
    const instruments = (await (await fetch(new URL('v1/instruments', address))).json()) as object;
    expect(JSON.stringify(instruments)).toContain('BTC-USD');
  });

  it('makes a certificate, for which it loads a part of its own', async () => {
    const secure = runProgram(process.execPath, [SIMULATOR, '--port', '0', '--tls', '--key-folder', keys]);
    await secure.waitFor(/wss:\/\/127\.0\.0\.1:\d+\/v1 .*status page https:/);
    await secure.end();
  });

  it("begins without Node's own WebSocket client", async () => {
    const look = `await import('./${SIMULATOR}'); console.log('undici:', process.moduleLoadList.filter((name) => name.includes('undici')).length)`;
    const program = runProgram(process.execPath, [
      '--input-type=module',
      '-e',
      look,
      '--',
      'simulator',
      '--port',
      '0',
    ]);
    const [, loaded] = await program.waitFor(/undici: (\d+)/);
    await program.end();
    expect(loaded).toBe('0');
  });
});
