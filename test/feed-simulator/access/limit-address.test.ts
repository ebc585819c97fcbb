import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitAddress } from '../../../feed-simulator/access/limit-address.ts';

describe('limitAddress', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (address, counted) => {
    expect(limitAddress(address)).toBe(counted);
  });

  it('counts all addresses of one network together, however they are written, and no others', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    const property = fc.property(groups, groups, (one, other) => {
      const neighbour = [...one.slice(0, 4), ...other.slice(4)];
      const padded = one.map((value) => value.toString(16).padStart(4, '0').toUpperCase()).join(':');
      expect(limitAddress(written(neighbour))).toBe(limitAddress(padded));
      const isSame = one.slice(0, 4).join() === other.slice(0, 4).join();
      expect(limitAddress(written(other)) === limitAddress(padded)).toBe(isSame);
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
  });
});

/** As the system writes it: the first run of two zeros or more left out. */
function written(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((value) => value.toString(16)).join(':')}]`).hostname.slice(1, -1);
}
