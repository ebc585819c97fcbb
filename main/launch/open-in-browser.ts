import { spawn } from 'node:child_process';

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  linux: ['xdg-open'],
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Asks the desktop to show an address. Without a desktop nothing happens: the address is printed anyway. */
export function openInBrowser(address: string): void {
  const opener = OPENERS[process.platform];
  const isBareLinux =
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (opener === undefined || isBareLinux) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened; open the address above by hand.'));
  child.unref();
}
