import { describe, expect, it } from 'vitest';
import { readControlArguments } from '../../../feed-simulator/faults/control-arguments.ts';
import { readFaultSpec } from '../../../feed-simulator/faults/read-fault-spec.ts';

const read = (line: string, environment = { TOUCHLINE_CONTROL_TOKEN: 'secret' }): unknown =>
  readControlArguments(line.split(' '), environment);

describe('readControlArguments', () => {
  it.each([
    ['list', { method: 'GET', path: 'faults' }],
    ['scenarios', { method: 'GET', path: 'scenarios' }],
    ['scenario gap', { method: 'POST', path: 'scenarios/gap' }],
    ['scenario a/b', { method: 'POST', path: 'scenarios/a%2Fb' }],
    ['stop 12', { method: 'DELETE', path: 'faults/12' }],
    ['stop all', { method: 'DELETE', path: 'faults' }],
    ['market', { method: 'GET', path: 'market' }],
    [
      'market BTC-USD fast 90',
      {
        method: 'POST',
        path: 'market',
        body: { instrument: 'BTC-USD', regime: 'fast', durationMs: 90_000 },
      },
    ],
  ])('turns %j into a request', (line, request) => {
    expect(read(line)).toEqual({ url: 'http://127.0.0.1:7711', token: 'secret', request });
  });

  it('reads a fault in words as the same fault in JSON', () => {
    const words = read('start drop probability=0.05 instruments=BTC-USD,ES* durationMs=5000');
    const json = read(
      'start {"kind":"drop","probability":0.05,"instruments":["BTC-USD","ES*"],"durationMs":5000}',
    );
    expect(words).toEqual(json);
    const { request } = words as { request: { body: unknown } };
    expect(readFaultSpec(request.body)).toMatchObject({ kind: 'drop', instruments: ['BTC-USD', 'ES*'] });
  });

  it('takes address and token from the line before those of the environment', () => {
    expect(read('list --url https://host:1/ --token other')).toMatchObject({
      url: 'https://host:1',
      token: 'other',
    });
  });

  it('shows the help when asked, and when nothing was said', () => {
    expect([read('--help'), readControlArguments([], {})]).toEqual(['help', 'help']);
  });

  it.each([
    ['fly', 'expected list, scenarios, market, start KIND'],
    ['market BTC-USD fast', 'received "market BTC-USD fast"'],
    ['market BTC-USD fast 0', 'expected seconds from 1 to 86400, received "0"'],
    ['list all', 'received "list all"'],
    ['stop x', 'received "stop x"'],
    ['stop 0', 'received "stop 0"'],
    ['start', 'received "start"'],
    ['start drop half', 'expected name=value, received "half"'],
    ['start {"kind"', 'expected JSON after start'],
    ['list --url ftp://x', 'expected an http or https address after --url'],
    ['list --fast', "Unknown option '--fast'"],
  ])('says in one line what is wrong with %j', (line, problem) => {
    expect(read(line)).toEqual({ problem: expect.stringContaining(problem) as unknown });
  });

  it('asks for a token when there is none', () => {
    expect(readControlArguments(['list'], {})).toMatchObject({
      problem: 'expected a token after --token or in TOUCHLINE_CONTROL_TOKEN',
    });
  });
});
