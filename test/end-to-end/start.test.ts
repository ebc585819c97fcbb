import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/running-program.ts';
import { childrenOf, isRunning, startProduct, type StartedProduct } from '../support/started-product.ts';

const start = (...flags: string[]) => runProgram('npm', ['start', '--', ...flags]);

describe('npm start', () => {
  let product: StartedProduct;
  beforeAll(async () => {
    product = await startProduct('--seed', '7');
  });
  afterAll(async () => {
    await product.program.end();
  });

  it('is live with twelve verified books, and /health says so without a token', async () => {
    const health = await product.health();
    expect(health).toMatchObject({
      feed: { state: 'live', transport: 'websocket', codec: 'flat-msgpack', liveBooks: 12 },
      instruments: 12,
      bookIntegrity: { mismatched: 0, resyncs: 0 },
    });
    expect(health.bookIntegrity.verified).toBeGreaterThan(0);
    expect(health.uptimeMs).toBeGreaterThan(0);
  });

  it('prints its address once, and no stack trace', () => {
    expect(product.program.output().match(/Touchline is live at/g)).toHaveLength(1);
    expect(product.program.output()).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['an unknown flag', ['--fast'], /Unknown option '--fast'/],
    ['a port that is no port', ['--port', 'x'], /expected --port/],
    ['a feed that is no address', ['--feed', 'nowhere'], /expected --feed/],
    ['a desktop window where none can be', ['--electron'], /no Electron binary|no display/],
  ])('refuses %s with one line and code 2', async (_, flags, line) => {
    const program = start(...flags);
    await program.waitFor(line);
    expect(await program.ended()).toBe(2);
    expect(program.output()).not.toMatch(/\n\s+at /);
  });

  it('refuses a port that is in use with one line and code 2', async () => {
    const { port } = new URL(product.address);
    const program = start('--headless', '--port', port);
    await program.waitFor(new RegExp(`port ${port} is in use`));
    expect(await program.ended()).toBe(2);
  });

  it('says what it waits for when the feed cannot be reached, and closes cleanly', async () => {
    const program = start('--headless', '--port', '0', '--feed', 'ws://127.0.0.1:9/v1');
    const [, address = ''] = await program.waitFor(
      /waiting for the feed ws:\/\/127\.0\.0\.1:9\/v1 .* at (\S+)/,
    );
    const health: unknown = await (await fetch(`${new URL(address).origin}/health`)).json();
    expect(health).toMatchObject({ feed: { liveBooks: 0 }, instruments: 0 });
    expect((await program.end('SIGINT')).code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('closes everything within two seconds on %s', async (signal) => {
    const other = await startProduct();
    const pid = await other.terminalPid();
    const family = [pid, ...childrenOf(pid)];
    expect(family).toHaveLength(2);
    const { code, tookMs } = await other.program.end(signal);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2_000);
    expect(family.filter(isRunning)).toEqual([]);
  });
});
