import { describe, expect, it } from 'vitest';
import { connectionTrouble } from '../../main/feed/connection-trouble.ts';

const URL_OF_FEED = 'ws://127.0.0.1:7711/v1';

describe('connectionTrouble', () => {
  it.each([
    ['ECONNREFUSED', 'nobody answers at 127.0.0.1:7711'],
    ['ENOTFOUND', 'no such host: 127.0.0.1:7711'],
    ['ECONNRESET', '127.0.0.1:7711 broke the connection off'],
    ['ETIMEDOUT', '127.0.0.1:7711 cannot be reached'],
  ])('says %s in words for a person', (code, words) => {
    expect(connectionTrouble(Object.assign(new Error(`connect ${code}`), { code }), URL_OF_FEED)).toBe(words);
  });

  it('leaves what it does not know as it is', () => {
    expect(connectionTrouble(new Error('Opening handshake has timed out'), URL_OF_FEED)).toBe(
      'Opening handshake has timed out',
    );
    expect(connectionTrouble(new Error('odd'), 'nonsense')).toBe('odd');
  });
});
