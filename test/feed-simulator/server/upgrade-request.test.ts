import { describe, expect, it } from 'vitest';
import {
  errorRefusal,
  judgeUpgrade,
  plainAddress,
  plainRefusal,
  queryTokens,
} from '../../../feed-simulator/server/upgrade-request.ts';

const SUPPORTED =
  'touchline.v1.flat.msgpack, touchline.v1.flat.json, touchline.v1.msgpack, touchline.v1.json';

describe('judgeUpgrade', () => {
  it('picks the first sub-protocol it knows', () => {
    expect(judgeUpgrade('/v1', 'touchline.v9.json, touchline.v1.json,touchline.v1.msgpack')).toEqual({
      kind: 'accepted',
      codec: 'json',
      subProtocol: 'touchline.v1.json',
    });
    expect(judgeUpgrade('/v1?from=test', 'touchline.v1.msgpack')).toMatchObject({ codec: 'msgpack' });
    expect(judgeUpgrade('/v1', 'touchline.v1.flat.json, touchline.v1.json')).toMatchObject({
      codec: 'flat-json',
    });
  });

  it.each([
    ['touchline.v2.json, TOUCHLINE.V1.JSON', 'touchline.v2.json, TOUCHLINE.V1.JSON'],
    ['', 'none'],
    [undefined, 'none'],
  ])('refuses %s with 400 and says what was offered', (offered, list) => {
    expect(judgeUpgrade('/v1', offered)).toEqual({
      kind: 'refused',
      status: 400,
      reason: `no sub-protocol in common: offered ${list}, supported ${SUPPORTED}`,
    });
  });

  it.each(['/', '/v1/', '/v2', '//v1', undefined])('refuses the path %s with 404', (path) => {
    expect(judgeUpgrade(path, 'touchline.v1.json')).toMatchObject({ kind: 'refused', status: 404 });
  });
});

describe('queryTokens', () => {
  it('finds every access_token, decoded, and nothing else', () => {
    expect(queryTokens('/v1?access_token=a.b-c_d&from=x&access_token=%41')).toEqual(['a.b-c_d', 'A']);
    for (const url of ['/v1', '/v1?', '/v1?token=a', undefined]) expect(queryTokens(url)).toEqual([]);
  });
});

describe('plainAddress', () => {
  it.each([
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['10.0.0.7', '10.0.0.7'],
    ['::1', '::1'],
    ['::ffff:abcd:1', '::ffff:abcd:1'],
    [undefined, 'unknown'],
  ])('writes %s as %s', (remote, address) => {
    expect(plainAddress(remote)).toBe(address);
  });
});

describe('plainRefusal', () => {
  it('is a whole HTTP answer with a line of text', () => {
    expect(plainRefusal(404, 'nothing hére')).toBe(
      'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 14\r\n\r\nnothing hére\n',
    );
  });
});

describe('errorRefusal', () => {
  it('is a whole HTTP answer with the error message of the protocol and when to come back', () => {
    const answer = errorRefusal({
      type: 'refused',
      code: 'CONNECT_RATE_LIMITED',
      message: 'slowly',
      retryAfterMs: 10,
    });
    expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(answer).toMatch(/\r\nretry-after: 1\r\n/i);
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    expect(answer).toContain(`Content-Length: ${body.length}`);
    expect(JSON.parse(body)).toEqual({
      type: 'error',
      id: 0,
      code: 'CONNECT_RATE_LIMITED',
      message: 'slowly',
      retryAfterMs: 10,
    });
  });
});
