import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLog } from '../../feed-simulator/observability/log.ts';
import { DEFAULT_LIMITS } from '../../feed-simulator/server/venue-limits.ts';
import { startVenue } from '../../feed-simulator/start-venue.ts';
import type { RunningVenue, StartVenueOptions } from '../../feed-simulator/start-venue.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

// Each part has tests of its own; here that they are joined.

const running: RunningVenue[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

async function open(options: Partial<StartVenueOptions>): Promise<RunningVenue> {
  const venue = await startVenue({ port: 0, seed: 1, rate: 500, ...options });
  running.push(venue);
  return venue;
}

/** Text of an event stream until it holds the pattern so many times. */
async function streamed(url: string, pattern: RegExp, times: number): Promise<string> {
  const leave = new AbortController();
  const { body } = await fetch(url, { signal: leave.signal });
  let text = '';
  if (body === null) throw new Error('expected a stream');
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if ((text.match(pattern) ?? []).length >= times) break;
  }
  leave.abort();
  return text;
}

describe('startVenue', () => {
  it('is ready, and goes on telling its event streams what is new', async () => {
    const { httpUrl } = await open({});
    const text = await streamed(
      `${httpUrl}v1/stream?channels=book&instruments=*&depth=1`,
      /^event: delta$/gm,
      5,
    );
    expect(text).toContain('event: snapshot');
    const ready = await fetch(`${httpUrl}readyz`);
    expect([ready.status, (await ready.text()).trim()]).toEqual([200, 'ok']);
  });

  it('holds connections and messages of every transport to the limits it was given', async () => {
    const limits = {
      ...DEFAULT_LIMITS,
      connectionsPerAddress: 1,
      addressBurst: 5,
      addressPerSecond: 0.001,
      messageBytes: 100,
    };
    const { url, httpUrl } = await open({ limits });
    const client = new WebSocket(url, 'touchline.v1.json');
    const answers: string[] = [];
    client.on('message', (data: Buffer) => answers.push(data.toString()));
    await once(client, 'message');
    const second = new WebSocket(url, 'touchline.v1.json').on('error', () => undefined);
    const [, refusal] = (await once(second, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(refusal.statusCode).toBe(429);
    second.terminate();
    for (let id = 1; id <= 6; id++) client.send(JSON.stringify({ type: 'ping', id, sentTime: 1 }));
    while (!answers.some((answer) => answer.includes('"id":6'))) await once(client, 'message');
    expect(answers.filter((answer) => answer.includes('ADDRESS_RATE_LIMITED')).length).toBeGreaterThan(0);
    const asked = await fetch(`${httpUrl}v1/instruments`);
    expect([asked.status, asked.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    client.send(JSON.stringify({ type: 'ping', id: 7, sentTime: 1, more: 'x'.repeat(100) }));
    expect((await once(client, 'close'))[0]).toBe(1009);
  });

  it('writes down who came, who was let in and what was switched', async () => {
    const lines: string[] = [];
    const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } });
    const { httpUrl, tokens } = await open({ isControlled: true, log });
    const grant = {
      subject: 'operator',
      scopes: ['control', 'market-data'],
      instruments: null,
      lifeSeconds: 60,
      refreshForSeconds: 0,
    } as const;
    const { token } = await tokens.issue(grant, timestampMicros(Date.now() * 1_000));
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${httpUrl}v1/control/scenarios/duplicate`, { method: 'POST', headers });
    await streamed(
      `${httpUrl}v1/stream?channels=ticker&instruments=*&access_token=${token}`,
      /^event: /gm,
      1,
    );
    const isClosed = (line: string): boolean => line.includes('"audit":"session-closed"');
    await expect.poll(() => lines.some(isClosed)).toBe(true);
    const events = lines.map((line) => JSON.parse(line) as { audit?: string; subject?: string });
    for (const audit of ['authentication', 'control', 'session-opened', 'session-closed'])
      expect(events).toContainEqual(expect.objectContaining({ audit, subject: 'operator' }));
    expect(lines.join('')).not.toContain(token);
  });
});
