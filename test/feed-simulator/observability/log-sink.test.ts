import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogSink } from '../../../feed-simulator/observability/log-sink.ts';

const MODULE = new URL('../../../feed-simulator/observability/log-sink.ts', import.meta.url);
/** Far more than a pipe and the sink hold together. */
const FLOOD = `
  import { openLogSink } from ${JSON.stringify(MODULE.href)};
  const sink = await openLogSink(2);
  const startedAt = performance.now();
  for (let i = 0; i < 4_000; i += 1) sink.stream.write('x'.repeat(1_000) + '\\n');
  await new Promise(setImmediate);
  const wroteMs = performance.now() - startedAt;
  await sink.close();
  process.stdout.write(JSON.stringify({ wroteMs, dropped: sink.droppedLines }));
  process.exit(0);
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-log-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Floods standard error of a process whose parent treats it in some way. */
async function flood(
  treat: 'unread' | 'broken',
): Promise<{ wroteMs: number; dropped: number; code: unknown }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', FLOOD], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (treat === 'broken') child.stderr.destroy();
  const [printed, ended] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const code: unknown = ended[0];
  child.stderr.destroy();
  return { ...(JSON.parse(printed) as { wroteMs: number; dropped: number }), code };
}

describe('openLogSink', () => {
  it('appends to a file that only its owner may read', async () => {
    const file = join(folder, 'venue.log');
    for (const line of ['one\n', 'two\n']) {
      const sink = await openLogSink(file);
      sink.stream.write(line);
      await sink.close();
      expect(sink.droppedLines).toBe(0);
    }
    expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('rejects with the reason of the system when the file cannot be opened', async () => {
    await expect(openLogSink(join(folder, 'nowhere', 'venue.log'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('neither waits for a reader that does not read nor keeps all that it missed', async () => {
    const { wroteMs, dropped, code } = await flood('unread');
    expect(wroteMs).toBeLessThan(2_000);
    expect(dropped).toBeGreaterThan(2_000);
    expect(code).toBe(0);
  });

  it('outlives a reader that is gone', async () => {
    const { dropped, code } = await flood('broken');
    expect(dropped).toBeGreaterThan(0);
    expect(code).toBe(0);
  });
});
