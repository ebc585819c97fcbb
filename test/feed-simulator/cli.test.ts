import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

function run(
  args: readonly string[],
  withChannel = false,
): { child: ChildProcess; output: { out: string; err: string } } {
  const stdio: ('ignore' | 'pipe' | 'ipc')[] = ['ignore', 'pipe', 'pipe'];
  if (withChannel) stdio.push('ipc');
  const child = spawn(process.execPath, ['feed-simulator/cli.ts', ...args], { stdio });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout?.on('data', (text: Buffer) => (output.out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (output.err += text.toString()));
  return { child, output };
}

describe('simulate', () => {
  it('prints where it is in one line and goes away with 0 on SIGTERM', async () => {
    const { child, output } = run(['--port', '0', '--seed', '5', '--rate', '500']);
    if (child.stdout !== null) await once(child.stdout, 'data');
    expect(output.out).toMatch(
      /^simulated exchange: ws:\/\/127\.0\.0\.1:\d+\/v1 \(seed 5, rate 500, 12 instruments\), status page http:\/\/127\.0\.0\.1:\d+\/\n$/,
    );
    const stoppedAt = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
    expect(output.err).toBe('');
  });

  it('goes away with 0 when the signal comes again while it closes, as a Ctrl+C through a launcher does', async () => {
    const { child } = run(['--port', '0']);
    if (child.stdout !== null) await once(child.stdout, 'data');
    const closed = once(child, 'close');
    const again = setInterval(() => child.kill('SIGINT'), 1);
    expect(await closed).toEqual([0, null]);
    clearInterval(again);
  });

  it('tells its parent where it listens and does not outlive it', async () => {
    const { child, output } = run(['--port', '0', '--json', '--log-level', 'warn'], true);
    const [message] = (await once(child, 'message')) as [{ type: string; url: string; port: number }];
    expect(message).toEqual({
      type: 'listening',
      url: `ws://127.0.0.1:${message.port}/v1`,
      port: message.port,
    });
    child.disconnect();
    // Not 'close': a child whose channel was cut from this end does not emit it.
    expect(await once(child, 'exit')).toEqual([0, null]);
    const { url, port } = message;
    expect(JSON.parse(output.out)).toEqual({
      url,
      port,
      seed: 1,
      rate: 2_000,
      instruments: 12,
      httpUrl: `http://127.0.0.1:${port}/`,
    });
    expect(output.err).toBe('');
  });

  it('says in one line that the port is in use, and exits with 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { child, output } = run(['--port', String(port)]);
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(output.err).toBe(`simulate: port ${port} on 127.0.0.1 is in use: choose another with --port\n`);
    taken.close();
  });

  it('says in one line which flag it does not know, and exits with 2', async () => {
    const { child, output } = run(['--velocity', '3']);
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(output).toEqual({ out: '', err: "simulate: Unknown option '--velocity'\n" });
  });
});
