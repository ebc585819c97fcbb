import { isIP } from 'node:net';

/** What a client may call this machine by. */
export type MachineNames = { readonly hostName: string; readonly addresses: readonly string[] };

const ALWAYS = ['localhost', '127.0.0.1', '::1'];
const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
/** Names in one certificate. */
const MAX_NAMES = 64;

/**
 * The names and addresses a certificate must be good for: always the loopback ones, then the hosts the venue listens on;
 * where it listens on every address, the machine's own. What is neither a DNS name nor an address is left out.
 */
export function certificateNames(hosts: readonly string[], machine: MachineNames): string[] {
  const own = hosts.some((host) => EVERY_ADDRESS.has(host)) ? [machine.hostName, ...machine.addresses] : [];
  const wanted = [...ALWAYS, ...hosts.filter((host) => !EVERY_ADDRESS.has(host)), ...own];
  const names = wanted.map((name) => (name.split('%', 1)[0] ?? '').toLowerCase());
  return [...new Set(names)].filter((name) => isIP(name) !== 0 || DNS_NAME.test(name)).slice(0, MAX_NAMES);
}
