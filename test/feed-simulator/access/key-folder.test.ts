import { describe, expect, it } from 'vitest';
import { defaultKeyFolder } from '../../../feed-simulator/access/key-folder.ts';

describe('defaultKeyFolder', () => {
  it.each([
    ['linux', {}, '/home/amy', '/home/amy/.local/share/touchline'],
    ['linux', { XDG_DATA_HOME: '/srv/amy' }, '/home/amy', '/srv/amy/touchline'],
    ['linux', { XDG_DATA_HOME: 'amy' }, '/home/amy', '/home/amy/.local/share/touchline'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/amy', '/home/amy/.local/share/touchline'],
    ['darwin', {}, '/Users/amy', '/Users/amy/Library/Application Support/touchline'],
    ['win32', { APPDATA: 'D:\\amy' }, 'C:\\Users\\amy', 'D:\\amy\\touchline'],
    ['win32', {}, 'C:\\Users\\amy', 'C:\\Users\\amy\\AppData\\Roaming\\touchline'],
  ])('on %s with %j is in the place for what belongs to a user', (platform, environment, home, folder) => {
    expect(defaultKeyFolder({ platform, environment, home })).toBe(folder);
  });
});
