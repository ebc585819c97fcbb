import { describe, expect, it } from 'vitest';
import { readStartOptions } from '../../main/launch/start-options.ts';

describe('readStartOptions', () => {
  it('starts the simulated exchange with seed 1 and any host when nothing is said', () => {
    expect(readStartOptions([])).toEqual({
      isHeadless: false,
      port: null,
      feedUrl: null,
      mode: 'fast',
      isDeflating: false,
      seed: 1,
      rate: 2_000,
      instruments: 12,
      host: 'any',
      notice: null,
    });
  });

  it('reads every flag', () => {
    const args = [
      '--headless',
      '--port',
      '0',
      '--mode',
      'calm',
      '--deflate',
      '--seed',
      '42',
      '--rate',
      '2500',
      '--instruments',
      '3',
      '--web',
    ];
    expect(readStartOptions(args)).toEqual({
      isHeadless: true,
      port: 0,
      feedUrl: null,
      mode: 'calm',
      isDeflating: true,
      seed: 42,
      rate: 2_500,
      instruments: 3,
      host: 'web',
      notice: null,
    });
  });

  it('says that the seed and rate of the simulated exchange change nothing when another feed replaces it', () => {
    expect(readStartOptions(['--feed', 'ws://127.0.0.1:7711/v1', '--seed', '3'])).toMatchObject({
      feedUrl: 'ws://127.0.0.1:7711/v1',
      notice: '--seed, --rate and --instruments change nothing: --feed replaces the simulated exchange',
    });
  });

  it.each(['--help', '-h'])('knows when it is only asked for its flags by %s', (flag) => {
    expect(readStartOptions([flag])).toBe('help');
  });

  it.each([
    [['--speed', '9'], /Unknown option '--speed'/],
    [['--port', '70000'], /expected --port from 0 to 65535, received "70000"/],
    [['--port', '1e3'], /expected --port/],
    [['--seed', '-1'], /--seed/],
    [['--rate', '0'], /expected --rate from 1 to 200000/],
    [['--feed', 'http://127.0.0.1'], /expected --feed ws:\/\/host:port/],
    [['--feed', 'nonsense'], /expected --feed/],
    [['--mode', 'slow'], /expected --mode fast or calm, received "slow"/],
    [['--web', '--electron'], /exclude each other/],
    [['--headless', '--electron'], /exclude each other/],
    [['extra'], /Unexpected argument 'extra'/],
  ])('refuses %j with one line', (args, line) => {
    const refusal = readStartOptions(args);
    expect(refusal).toHaveProperty('usageError', expect.stringMatching(line));
    expect(JSON.stringify(refusal)).not.toContain('\\n');
  });
});
