import { describe, expect, it } from 'vitest';
import { readTokenArguments } from '../../../feed-simulator/access/token-arguments.ts';

describe('readTokenArguments', () => {
  it('has a value for everything', () => {
    expect(readTokenArguments([])).toEqual({
      grant: {
        subject: 'developer',
        scopes: ['market-data'],
        instruments: null,
        lifeSeconds: 3_600,
        refreshForSeconds: 0,
      },
      keyFolder: null,
      isJson: false,
    });
  });

  it('reads every flag', () => {
    const argv = [
      '--subject',
      'amy',
      '--scope',
      'control,market-data',
      '--instruments',
      'BTC-*, ETH-USD,BTC-*',
    ];
    const rest = ['--life', '15m', '--refresh-for=24h', '--key-folder', 'keys', '--json'];
    expect(readTokenArguments([...argv, ...rest])).toEqual({
      grant: {
        subject: 'amy',
        scopes: ['market-data', 'control'],
        instruments: ['BTC-*', 'ETH-USD'],
        lifeSeconds: 900,
        refreshForSeconds: 86_400,
      },
      keyFolder: 'keys',
      isJson: true,
    });
  });

  it('knows when it is only asked for its flags', () => {
    expect(readTokenArguments(['--help'])).toBe('help');
    expect(readTokenArguments(['-h', '--life', 'x'])).toBe('help');
  });

  it.each([
    [['--subject', ''], 'expected 1 to 128 characters after --subject, received ""'],
    [['--subject', 'x'.repeat(129)], 'expected 1 to 128 characters after --subject'],
    [['--scope', 'admin'], 'expected some of market-data, control after --scope, received "admin"'],
    [['--scope', 'market-data,'], 'expected some of market-data, control after --scope'],
    [['--scope', ''], 'expected some of market-data, control after --scope'],
    [['--instruments', ''], 'expected 1 to 256 names of A-Z'],
    [['--instruments', 'btc-usd'], 'expected 1 to 256 names of A-Z'],
    [['--instruments', Array.from({ length: 257 }, (_, i) => `A${i}`).join(',')], 'expected 1 to 256 names'],
    [['--life', '0s'], 'expected a time from 1s to 366d such as 15m after --life, received "0s"'],
    [['--life', '367d'], 'expected a time from 1s to 366d'],
    [['--life', '15'], 'expected a time from 1s to 366d'],
    [['--life', '-1m'], "Option '--life' argument is ambiguous"],
    [['--refresh-for', '1w'], 'expected a time from 0s to 366d such as 15m after --refresh-for'],
    [['--life', '2h', '--refresh-for', '1h'], 'expected --refresh-for not to be shorter than --life'],
    [['--key-folder', ''], 'expected a folder after --key-folder, received nothing'],
    [['--port', '1'], "Unknown option '--port'"],
    [['amy'], "Unexpected argument 'amy'"],
  ])('says in one line what is wrong with %j', (argv, problem) => {
    const read = readTokenArguments(argv);
    expect(read).toEqual({ problem: expect.stringContaining(problem) as string });
    expect(JSON.stringify(read)).not.toContain('\\n');
  });
});
