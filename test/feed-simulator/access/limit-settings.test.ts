import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMIT_HELP, readLimit } from '../../../feed-simulator/access/limit-settings.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';

const NAMES = Object.keys(DEFAULT_LIMITS);

describe('readLimit', () => {
  it.each(NAMES)('sets %s and leaves every other limit alone', (name) => {
    const usual = DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS];
    const value = usual === 1_024 ? 1_000 : usual + 1;
    expect(readLimit(`${name}=${value}`, DEFAULT_LIMITS)).toEqual({ ...DEFAULT_LIMITS, [name]: value });
    expect(readLimit(`${name}=${usual}`, DEFAULT_LIMITS)).toEqual(DEFAULT_LIMITS);
  });

  it('knows no other name', () => {
    const property = fc.property(fc.oneof(fc.stringMatching(/^[A-Za-z]{1,20}$/), fc.string()), (name) => {
      fc.pre(!NAMES.includes(name));
      expect(readLimit(`${name}=5`, DEFAULT_LIMITS)).toHaveProperty('problem');
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
    for (const name of ['toString', 'constructor', '__proto__'])
      expect(readLimit(`${name}=5`, DEFAULT_LIMITS)).toHaveProperty('problem');
  });

  it.each([
    ['connections', 'expected a limit as name=number, received "connections"'],
    ['connections=', 'expected a limit as name=number, received "connections="'],
    ['connections=many', 'expected a limit as name=number'],
    ['connections=-1', 'expected a limit as name=number'],
    ['connections=1e3', 'expected a limit as name=number'],
    ['connections=0', 'expected connections as a whole number from 1 to 1000000, received 0'],
    ['connections=1000001', 'expected connections as a whole number from 1 to 1000000'],
    ['connections=1.5', 'expected connections as a whole number'],
    ['messagesPerSecond=0', 'expected messagesPerSecond as a number from 0.1 to 1000000, received 0'],
    ['subscriptions=1025', 'expected subscriptions as a whole number from 1 to 1024'],
    ['messageBytes=1048577', 'expected messageBytes as a whole number from 256 to 1048576'],
    ['speed=1', 'expected one of connections, connectionsPerAddress'],
    [
      'slowAboveBytes=262144',
      'expected slowBelowBytes < slowAboveBytes <= unsentBytes, received 262144, 262144',
    ],
    ['unsentBytes=1048575', 'expected slowBelowBytes < slowAboveBytes <= unsentBytes'],
  ])('says in one line what is wrong with %s', (setting, problem) => {
    expect(readLimit(setting, DEFAULT_LIMITS)).toEqual({
      problem: expect.stringContaining(problem) as string,
    });
  });

  it('takes fractions for rates and 0 where that switches a limit off', () => {
    expect(readLimit('connectsPerSecond=0.5', DEFAULT_LIMITS)).toMatchObject({ connectsPerSecond: 0.5 });
    expect(readLimit('subscribeWithinMs=0', DEFAULT_LIMITS)).toMatchObject({ subscribeWithinMs: 0 });
  });
});

describe('LIMIT_HELP', () => {
  it('has a line for each limit with its usual value', () => {
    const lines = LIMIT_HELP.map((line) => line.split(/\s+/).slice(0, 2));
    expect(lines).toEqual(NAMES.map((name): unknown[] => [name, expect.stringMatching(/^\d+$/)]));
    expect(LIMIT_HELP.find((line) => line.startsWith('messageBurst'))).toMatch(/\s200\s/);
    expect(Math.max(...LIMIT_HELP.map((line) => line.length))).toBeLessThan(110);
  });
});
