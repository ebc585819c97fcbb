import { describe, expect, it } from 'vitest';
import { certificateNames } from '../../../feed-simulator/access/certificate-names.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const MACHINE = { hostName: 'Desk-7.example', addresses: ['192.0.2.7', 'fe80::7%eth0', '127.0.0.1'] };

describe('certificateNames', () => {
  it('always covers the loopback names, each once', () => {
    expect(certificateNames([], MACHINE)).toEqual(LOOPBACK);
    expect(certificateNames(['127.0.0.1', 'LOCALHOST'], MACHINE)).toEqual(LOOPBACK);
  });

  it('covers what the venue listens on, and the whole machine where that is every address', () => {
    expect(certificateNames(['192.0.2.9'], MACHINE)).toEqual([...LOOPBACK, '192.0.2.9']);
    const whole = [...LOOPBACK, 'desk-7.example', '192.0.2.7', 'fe80::7'];
    expect(certificateNames(['0.0.0.0'], MACHINE)).toEqual(whole);
    expect(certificateNames(['::'], MACHINE)).toEqual(whole);
  });

  it('leaves out what cannot stand in a certificate, and more than 64 names', () => {
    expect(certificateNames(['not a name', 'a_b', '-a', '', '*.example'], MACHINE)).toEqual(LOOPBACK);
    const many = Array.from({ length: 100 }, (_, index) => `host${index}`);
    expect(certificateNames(many, MACHINE)).toHaveLength(64);
  });
});
