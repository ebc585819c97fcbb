import { describe, expect, it } from 'vitest';
import { isOwnHost, judgeUpgrade } from '../../../main/hosts/web/upgrade-rules.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const GOOD = {
  url: '/terminal',
  host: '127.0.0.1:8820',
  origin: 'http://127.0.0.1:8820',
  protocols: `touchline.terminal.v1, token.${TOKEN}`,
};

describe('isOwnHost', () => {
  it('knows the two loopback names, with the port left out only when it is the default', () => {
    expect(['127.0.0.1:8820', 'localhost:8820'].map((host) => isOwnHost(host, 8820))).toEqual([true, true]);
    expect(['127.0.0.1', 'localhost'].map((host) => isOwnHost(host, 80))).toEqual([true, true]);
    expect([undefined, '', '127.0.0.1', '[::1]:8820'].some((host) => isOwnHost(host, 8820))).toBe(false);
  });
});

describe('judgeUpgrade', () => {
  it('welcomes our page with the token, whatever the order of the sub-protocols', () => {
    expect(judgeUpgrade(GOOD, 8820, TOKEN)).toEqual({ kind: 'welcome' });
    const protocols = `token.${TOKEN},touchline.terminal.v1`;
    expect(judgeUpgrade({ ...GOOD, protocols }, 8820, TOKEN)).toEqual({ kind: 'welcome' });
    const [host, origin] = ['localhost:8820', 'http://localhost:8820'];
    expect(judgeUpgrade({ ...GOOD, host, origin }, 8820, TOKEN)).toEqual({ kind: 'welcome' });
  });

  it('looks at the token last, so that a foreign page learns nothing about it', () => {
    const foreign = { ...GOOD, origin: 'http://evil.example', protocols: 'touchline.terminal.v1' };
    expect(judgeUpgrade(foreign, 8820, TOKEN)).toMatchObject({ kind: 'refused', status: 403 });
  });

  it('refuses what has no sub-protocols at all', () => {
    expect(judgeUpgrade({ ...GOOD, protocols: undefined }, 8820, TOKEN)).toMatchObject({ status: 400 });
  });
});
