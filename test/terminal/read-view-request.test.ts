import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TerminalError } from '../../main/contract/terminal-error.ts';
import { readViewChange, readViewRequest } from '../../main/terminal/read-view-request.ts';

const LADDER = { kind: 'ladder', instrument: 'BTC-USD', groupStep: 5, rows: 60, centreTicks: null };

describe('readViewRequest', () => {
  it('takes what the contract allows and nothing beside it', () => {
    expect(readViewRequest({ ...LADDER, extra: 1 })).toEqual(LADDER);
    expect(readViewRequest({ kind: 'watchlist' })).toEqual({ kind: 'watchlist' });
    expect(readViewRequest({ kind: 'candles', instrument: 'ESZ6', intervalMs: 60_000 })).toEqual({
      kind: 'candles',
      instrument: 'ESZ6',
      intervalMs: 60_000,
    });
  });

  it.each([
    [{ ...LADDER, groupStep: 0 }, 'expected groupStep from 1 to 10000, received 0'],
    [{ ...LADDER, rows: 401 }, 'expected rows from 1 to 400, received 401'],
    [{ ...LADDER, rows: '60' }, 'expected rows from 1 to 400, received "60"'],
    [{ ...LADDER, centreTicks: -1 }, 'expected centreTicks from 0'],
    [{ kind: 'tape', instrument: '' }, 'expected instrument of 1 to 32 characters'],
    [
      { kind: 'candles', instrument: 'A', intervalMs: 7 },
      'expected intervalMs 1000, 60000, 300000, received 7',
    ],
    [{ kind: 'orders' }, 'expected kind ladder, watchlist, tape or candles, received "orders"'],
    [null, 'expected a view request, received null'],
    [[], 'expected a view request, received []'],
    [undefined, 'received undefined'],
  ])('refuses %j', (input, message) => {
    expect(() => readViewRequest(input)).toThrow(message);
  });

  it('answers anything at all with a request or a TerminalError', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        for (const read of [readViewRequest, readViewChange]) {
          try {
            read(input);
          } catch (error) {
            expect(error).toBeInstanceOf(TerminalError);
          }
        }
      }),
      { seed: 3 },
    );
  });

  it('refuses what has no JSON as well: a page of the desktop window can send more than JSON', () => {
    const endless: { kind?: unknown } = {};
    endless.kind = endless;
    const deep = JSON.parse('['.repeat(30_000) + ']'.repeat(30_000)) as unknown;
    for (const kind of [endless, 1n, deep])
      expect(() => readViewRequest({ kind })).toThrow(
        expect.objectContaining({ code: 'TERMINAL_INVALID_INPUT' }),
      );
  });
});
