import { describe, expect, it } from 'vitest';
import { windowMessageOf } from '../../main/contract/window-message.ts';

describe('windowMessageOf', () => {
  it('takes requests and acknowledgements', () => {
    const request = { kind: 'request', id: 1, channel: 'open-view', input: { kind: 'tape' } } as const;
    expect([windowMessageOf(request), windowMessageOf({ kind: 'acknowledge', frame: 4 })]).toEqual([
      request,
      { kind: 'acknowledge', frame: 4 },
    ]);
  });

  it.each([
    [null, -1],
    [[], -1],
    ['request', -1],
    [{ kind: 'push' }, -1],
    [{ kind: 'acknowledge', frame: 0.5 }, -1],
    [{ kind: 'request', id: -1, channel: 'a' }, -1],
    [{ kind: 'request', id: 8, channel: 'x'.repeat(65) }, 8],
  ])('says of %j what would have been right', (value, id) => {
    expect(windowMessageOf(value)).toMatchObject({ kind: 'malformed', id });
  });
});
