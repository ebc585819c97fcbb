import { describe, expect, it } from 'vitest';
import { readCliArguments } from '../../../feed-simulator/server/cli-arguments.ts';

describe('readCliArguments', () => {
  it('has a value for everything', () => {
    expect(readCliArguments([])).toEqual({ port: 7711, seed: 1, rate: 1, host: '127.0.0.1', isJson: false });
  });

  it('reads every flag', () => {
    const argv = ['--port', '0', '--seed=42', '--rate', '0.5', '--host', '::1', '--json'];
    expect(readCliArguments(argv)).toEqual({ port: 0, seed: 42, rate: 0.5, host: '::1', isJson: true });
  });

  it('knows when it is only asked for its flags', () => {
    expect(readCliArguments(['--help', '--port', '1'])).toBe('help');
  });

  it.each([
    [['--port', '65536'], 'expected a whole number from 0 to 65535 after --port, received "65536"'],
    [['--port', '1.5'], 'expected a whole number from 0 to 65535 after --port, received "1.5"'],
    [['--port', ''], 'expected a whole number from 0 to 65535 after --port, received ""'],
    [['--seed=-1'], 'expected a whole number from 0 to 4294967295 after --seed, received "-1"'],
    [['--rate', '0'], 'expected a number from 0.1 to 50 after --rate, received "0"'],
    [['--rate', '1e1'], 'expected a number from 0.1 to 50 after --rate, received "1e1"'],
    [['--host', ''], 'expected an address after --host, received nothing'],
    [['--speed', '2'], "Unknown option '--speed'"],
    [['7711'], "Unexpected argument '7711'"],
    [['--port'], "Option '--port <value>' argument missing"],
  ])('says in one line what is wrong with %j', (argv, problem) => {
    const read = readCliArguments(argv);
    expect(read).toEqual({ problem: expect.stringContaining(problem) as string });
    expect(JSON.stringify(read)).not.toContain('\\n');
  });
});
