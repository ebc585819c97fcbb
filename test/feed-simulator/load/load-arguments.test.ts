import { describe, expect, it } from 'vitest';
import { USAGE, readLoadArguments } from '../../../feed-simulator/load/load-arguments.ts';

describe('readLoadArguments', () => {
  it('has a default for everything', () => {
    expect(readLoadArguments([])).toEqual({
      clients: 1_000,
      seconds: 20,
      instruments: 5,
      slow: 0,
      rate: 500,
      seed: 1,
      depth: 10,
      conflationMs: 0,
      codec: 'flat-msgpack',
      url: null,
      token: null,
      isJson: false,
    });
  });

  it('takes every flag', () => {
    const flags =
      '--clients 7 --seconds 3 --instruments 2 --slow 1 --rate 50 --seed 9 --depth 0 --conflation 100 --codec json --token abc --json';
    expect(readLoadArguments([...flags.split(' '), '--url', 'ws://10.0.0.1:7711/v1'])).toEqual({
      clients: 7,
      seconds: 3,
      instruments: 2,
      slow: 1,
      rate: 50,
      seed: 9,
      depth: 0,
      conflationMs: 100,
      codec: 'json',
      url: new URL('ws://10.0.0.1:7711/v1'),
      token: 'abc',
      isJson: true,
    });
  });

  it.each([
    [['--clients', '0'], 'expected a whole number from 1 to 10000 after --clients, received "0"'],
    [['--seconds', '1.5'], 'expected a whole number from 1 to 3600 after --seconds, received "1.5"'],
    [['--conflation', '7'], 'expected one of 0, 10, 25'],
    [
      ['--codec', 'xml'],
      'expected one of flat-msgpack, flat-json, msgpack, json after --codec, received "xml"',
    ],
    [['--url', 'wss://x/v1'], 'expected an address ws://host:port/v1 after --url, received "wss://x/v1"'],
    [['--url', 'here'], 'expected an address ws://'],
    [['--speed', '2'], "Unknown option '--speed'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('says what is wrong with %j', (argv, problem) => {
    const read = readLoadArguments(argv);
    expect(read !== 'help' && 'problem' in read ? read.problem : '').toContain(problem);
  });

  it('explains every flag', () => {
    expect(readLoadArguments(['--help'])).toBe('help');
    for (const flag of ['clients', 'seconds', 'slow', 'rate', 'depth', 'conflation', 'codec', 'url', 'json'])
      expect(USAGE).toContain(`--${flag}`);
  });
});
