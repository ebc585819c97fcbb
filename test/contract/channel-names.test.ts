import { describe, expect, it } from 'vitest';
import { isPushChannel, isRequestChannel } from '../../main/contract/channel-names.ts';

describe('isRequestChannel', () => {
  it('knows the channels of the contract', () => {
    expect(['open-view', 'retry-feed'].every(isRequestChannel)).toBe(true);
  });

  it.each(['host-beat', 'toString', '__proto__', 'constructor', '', 'Open-View', null, 7, ['open-view']])(
    'does not know %j',
    (name) => {
      expect(isRequestChannel(name)).toBe(false);
    },
  );
});

describe('isPushChannel', () => {
  it('knows the channels of the contract and no others', () => {
    expect(['host-beat', 'instruments'].every(isPushChannel)).toBe(true);
    expect(['open-view', 'toString', '__proto__', undefined].some(isPushChannel)).toBe(false);
  });
});
