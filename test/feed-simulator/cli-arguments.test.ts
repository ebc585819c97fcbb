import { describe, expect, it } from 'vitest';
import { readCliArguments, USAGE } from '../../feed-simulator/cli-arguments.ts';
import { DEFAULT_LIMITS } from '../../feed-simulator/server/venue-limits.ts';

const DEFAULTS = {
  port: 7711,
  host: '127.0.0.1',
  seed: 1,
  rate: 2_000,
  instruments: 12,
  deep: null,
  speed: 1,
  isTls: false,
  isAnonymousAllowed: true,
  isControlled: false,
  isDeflating: false,
  scenario: null,
  limits: DEFAULT_LIMITS,
  keyFolder: null,
  logLevel: null,
  logFile: null,
  isJson: false,
  isReport: false,
};

describe('readCliArguments', () => {
  it('has a value for everything', () => {
    expect(readCliArguments([])).toEqual(DEFAULTS);
  });

  it('reads every flag', () => {
    const argv = [
      '--port',
      '0',
      '--seed=42',
      '--rate',
      '200000',
      '--host',
      '::1',
      '--json',
      '--instruments=200',
    ];
    argv.push('--deep', 'BTC-USD, ETH-USD', '--deep-levels', '5000', '--speed', '0.5', '--tls', '--control');
    argv.push('--anonymous', 'off', '--deflate', '--scenario', 'drop', '--limit', 'connections=7');
    argv.push(
      '--limit',
      'badMessages=3',
      '--key-folder',
      'k',
      '--log-level',
      'info',
      '--log-file',
      'f',
      '--report',
    );
    expect(readCliArguments(argv)).toEqual({
      port: 0,
      host: '::1',
      seed: 42,
      rate: 200_000,
      instruments: 200,
      deep: { ids: ['BTC-USD', 'ETH-USD'], levels: 5_000 },
      speed: 0.5,
      isTls: true,
      isAnonymousAllowed: false,
      isControlled: true,
      isDeflating: true,
      scenario: 'drop',
      limits: { ...DEFAULT_LIMITS, connections: 7, badMessages: 3 },
      keyFolder: 'k',
      logLevel: 'info',
      logFile: 'f',
      isJson: true,
      isReport: true,
    });
  });

  it('knows when it is only asked for its flags', () => {
    expect(readCliArguments(['--help', '--port', '1'])).toBe('help');
  });

  it('names every limit and every flag in its help', () => {
    for (const name of Object.keys(DEFAULT_LIMITS)) expect(USAGE).toContain(name);
    for (const flag of ['--tls', '--speed', '--scenario', '--limit', '--report', 'token', 'control'])
      expect(USAGE).toContain(flag);
  });

  it.each([
    [['--port', '65536'], 'expected a whole number from 0 to 65535 after --port, received "65536"'],
    [['--port', '1.5'], 'expected a whole number from 0 to 65535 after --port, received "1.5"'],
    [['--port', ''], 'expected something after --port, received nothing'],
    [['--seed=-1'], 'expected a whole number from 0 to 4294967295 after --seed, received "-1"'],
    [['--rate', '0'], 'expected a number from 1 to 200000 after --rate, received "0"'],
    [['--rate', '1e1'], 'expected a number from 1 to 200000 after --rate, received "1e1"'],
    [['--instruments', '201'], 'expected a whole number from 1 to 200 after --instruments, received "201"'],
    [['--deep-levels', '2000'], '--deep-levels needs --deep ID[,ID]'],
    [['--anonymous', 'no'], 'expected one of on, off after --anonymous, received "no"'],
    [['--log-level', 'loud'], 'expected one of silent, error, warn, info, debug after --log-level'],
    [['--limit', 'conections=1'], 'conections'],
    [['--limit', 'connections=x'], 'connections'],
    [['--host', ''], 'expected something after --host, received nothing'],
    [['--velocity', '2'], "Unknown option '--velocity'"],
    [['7711'], "Unexpected argument '7711'"],
    [['--port'], "Option '--port <value>' argument missing"],
  ])('says in one line what is wrong with %j', (argv, problem) => {
    const read = readCliArguments(argv);
    expect(read).toEqual({ problem: expect.stringContaining(problem) as string });
    expect(JSON.stringify(read)).not.toContain('\\n');
  });
});
