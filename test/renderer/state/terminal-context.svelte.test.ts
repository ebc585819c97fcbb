import { describe, expect, it } from 'vitest';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import { LogState, MAX_LOG_LINES } from '../../../renderer/state/log-state.svelte.ts';
import { createTerminalContext } from '../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE, LIVE_HEALTH } from '../../support/fake-transport.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function open(transport = new FakeTransport([BITCOIN, INDEX_FUTURE])) {
  const terminal = createTerminalContext(createTerminalClient(transport, () => () => {}));
  return { transport, terminal };
}

describe('createTerminalContext', () => {
  it('reads instruments and feed health as soon as the host is there, and again when it comes back', async () => {
    const { transport, terminal } = open(new FakeTransport([BITCOIN], 'connecting'));
    expect([terminal.instruments.list, terminal.feed.health, terminal.feed.connection]).toEqual([
      [],
      null,
      'connecting',
    ]);
    transport.setConnection('open');
    await settled();
    expect([terminal.instruments.list, terminal.feed.health]).toEqual([[BITCOIN], LIVE_HEALTH]);
    transport.setConnection('closed');
    transport.instruments = [BITCOIN, INDEX_FUTURE];
    expect(terminal.instruments.list).toEqual([BITCOIN]);
    transport.setConnection('open');
    await settled();
    expect(terminal.instruments.byIndex(1)).toEqual(INDEX_FUTURE);
  });

  it('selects the first instrument until another is chosen', async () => {
    const { terminal } = open();
    expect(terminal.selection.instrument).toBe('');
    await settled();
    expect(terminal.selection.instrument).toBe('BTC-USD');
    terminal.selection.select('ESZ6');
    expect(terminal.selection.instrument).toBe('ESZ6');
  });

  it('falls back to the first instrument when the chosen one is not listed', async () => {
    const { terminal, transport } = open();
    await settled();
    terminal.selection.select('ESZ6');
    transport.push('instruments', [BITCOIN]);
    expect(terminal.selection.instrument).toBe('BTC-USD');
  });

  it('follows pushed terms and health', async () => {
    const { terminal, transport } = open();
    await settled();
    transport.push('instruments', [{ ...BITCOIN, tickUnits: 50 }]);
    transport.push('feed-health', { ...LIVE_HEALTH, state: 'suspect' });
    expect([terminal.instruments.byId('BTC-USD')?.tickUnits, terminal.feed.health?.state]).toEqual([
      50,
      'suspect',
    ]);
  });

  it('asks the terminal to retry the feed', async () => {
    const { terminal, transport } = open();
    terminal.feed.retry();
    await settled();
    expect(transport.asked.at(-1)).toEqual({ channel: 'retry-feed', input: undefined });
  });

  it('logs refusals and malformed frames', async () => {
    const transport = new FakeTransport([BITCOIN]);
    transport.refuse('list-instruments', 'TERMINAL_INTERNAL');
    const { terminal } = open(transport);
    await settled();
    transport.sendBytes(new ArrayBuffer(3));
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['FRAME_MALFORMED', 'TERMINAL_INTERNAL']);
  });

  it('leaves nothing subscribed when it is disposed', () => {
    const { terminal, transport } = open();
    terminal.dispose();
    expect(transport.listenerCount).toBe(0);
  });
});

describe('LogState', () => {
  it('counts repeats of the newest line instead of listing them', () => {
    const log = new LogState();
    for (let times = 0; times < 3; times++) log.add({ code: 'A', message: 'same' });
    log.add({ code: 'B', message: 'other' });
    expect(log.lines.map(({ code, times }) => [code, times])).toEqual([
      ['B', 1],
      ['A', 3],
    ]);
  });

  it('holds no more than its bound', () => {
    const log = new LogState();
    for (let line = 0; line < 300; line++) log.add({ code: 'A', message: String(line) });
    expect([log.lines.length, log.lines[0]?.message]).toEqual([MAX_LOG_LINES, '299']);
  });
});
