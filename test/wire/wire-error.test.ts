import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  MAX_ERROR_TEXT,
  WIRE_ERROR_CODES,
  WIRE_ERROR_TEXTS,
  received,
  wireError,
} from '../../main/wire/wire-error.ts';
import { FAULT_EXAMPLES } from './fault-examples.ts';

const documented = readFileSync(new URL('../../main/wire/ERRORS.md', import.meta.url), 'utf8');

describe('WIRE_ERROR_CODES', () => {
  it.each(FAULT_EXAMPLES)('$code is raised by $what', ({ code, says, raise }) => {
    const error = raise() as { type: string; code: string; message: string };
    expect(error).toMatchObject({ type: 'wire-error', code });
    expect(error.message).toContain(says);
  });

  it('are each raised by an example', () => {
    expect(new Set(FAULT_EXAMPLES.map(({ code }) => code))).toEqual(new Set(WIRE_ERROR_CODES));
  });

  it('each have one line for people, without code or full stop', () => {
    for (const code of WIRE_ERROR_CODES) expect(WIRE_ERROR_TEXTS[code]).toMatch(/^[a-z][^_\n]{20,79}[^.]$/);
  });

  it('are each documented once, and nothing else is', () => {
    const codes = [...documented.matchAll(/^\| `(WIRE_\w+)`/gm)].map((match) => match[1]);
    expect(codes).toEqual(WIRE_ERROR_CODES);
  });
});

describe('wireError', () => {
  it('names the request, the type and the subscription of the message', () => {
    expect(wireError('WIRE_BAD_LEVELS', 'no', { type: 'delta', id: 4, subscription: 7 })).toMatchObject({
      requestId: 4,
      messageType: 'delta',
      subscription: 7,
    });
  });

  it.each([undefined, null, 7, 'delta', [], { id: -1, type: 5, subscription: 0.5 }, { id: 2 ** 31 }])(
    'names nothing when the message is %j',
    (value) => {
      expect(wireError('WIRE_BAD_FIELD', 'no', value)).toMatchObject({
        requestId: 0,
        messageType: '',
        subscription: 0,
      });
    },
  );

  it('stays short and well formed whatever it tells of', () => {
    const error = wireError('WIRE_BAD_FIELD', '🙂'.repeat(10_000), { type: 'é🙂'.repeat(10_000) });
    expect(error.message.length).toBeLessThanOrEqual(MAX_ERROR_TEXT);
    expect(error.messageType.length).toBeLessThanOrEqual(64);
    expect(error.message.isWellFormed() && error.messageType.isWellFormed()).toBe(true);
  });
});

describe('received', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [NaN, 'NaN'],
    [false, 'false'],
    ['a"b', '"a\\"b"'],
    [[1, 2], 'an array of 2'],
    [{ a: 1 }, 'a map'],
  ])('tells %j as %s', (value, text) => {
    expect(received(value)).toBe(text);
  });
});
