import { describe, expect, it } from 'vitest';
import { readScreenArguments } from './screen-arguments.ts';

describe('readScreenArguments', () => {
  it('traces a minute for people when nothing is said', () => {
    expect(readScreenArguments([])).toEqual({ isJson: false, seconds: 60 });
  });

  it('reads every flag', () => {
    expect(readScreenArguments(['--json', '--seconds', '5'])).toEqual({ isJson: true, seconds: 5 });
  });

  it.each([
    [['--seconds', '1'], 'expected --seconds from 2 to 600, received "1"'],
    [['--seconds', '1e1'], 'expected --seconds from 2 to 600'],
    [['--fast'], "Unknown option '--fast'; expected --json or --seconds N"],
    [['extra'], 'Unexpected argument'],
  ])('refuses %j with one line', (args, line) => {
    expect(readScreenArguments(args)).toHaveProperty('problem', expect.stringContaining(line));
  });
});
