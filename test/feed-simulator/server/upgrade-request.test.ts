import { describe, expect, it } from 'vitest';
import { judgeUpgrade } from '../../../feed-simulator/server/upgrade-request.ts';

describe('judgeUpgrade', () => {
  it('picks the first sub-protocol it knows', () => {
    expect(judgeUpgrade('/v1', 'touchline.v9.json, touchline.v1.json,touchline.v1.msgpack')).toEqual({
      kind: 'accepted',
      codec: 'json',
      subProtocol: 'touchline.v1.json',
    });
    expect(judgeUpgrade('/v1?from=test', 'touchline.v1.msgpack')).toMatchObject({ codec: 'msgpack' });
  });

  it.each([
    ['touchline.v2.json, TOUCHLINE.V1.JSON', 'touchline.v2.json, TOUCHLINE.V1.JSON'],
    ['', 'none'],
    [undefined, 'none'],
  ])('refuses %s with 400 and says what was offered', (offered, list) => {
    expect(judgeUpgrade('/v1', offered)).toEqual({
      kind: 'refused',
      status: 400,
      reason: `no sub-protocol in common: offered ${list}, supported touchline.v1.msgpack, touchline.v1.json`,
    });
  });

  it.each(['/', '/v1/', '/v2', '//v1', undefined])('refuses the path %s with 404', (path) => {
    expect(judgeUpgrade(path, 'touchline.v1.json')).toMatchObject({ kind: 'refused', status: 404 });
  });
});
