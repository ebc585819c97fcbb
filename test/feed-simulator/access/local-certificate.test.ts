import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { connect, createServer } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUTHORITY_FILE,
  CERTIFICATE_FILE,
  localCertificate,
} from '../../../feed-simulator/access/local-certificate.ts';
import type { LocalCertificate } from '../../../feed-simulator/access/local-certificate.ts';

const DAY_MS = 86_400_000;
const NOW = new Date();
const MACHINE = { hostName: 'desk', addresses: [] };

let folder: string;
let first: LocalCertificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-tls-'));
  first = await certificate();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function outcome(hosts: readonly string[] = [], now = NOW, where = folder) {
  return localCertificate({ folder: where, hosts, machine: MACHINE, now });
}

async function certificate(...args: Parameters<typeof outcome>): Promise<LocalCertificate> {
  const made = await outcome(...args);
  if ('problem' in made) throw new Error(made.problem);
  return made;
}

/** What a client that connects is told: `accepted`, or the code of what it found wrong. */
async function clientFinds(options: ConnectionOptions): Promise<string> {
  const server = createServer({ key: first.key, cert: first.cert }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, ...options });
  try {
    return await new Promise((resolve) => {
      client.once('secureConnect', () => resolve('accepted'));
      client.once('error', (error: Error) => resolve('code' in error ? String(error.code) : error.message));
    });
  } finally {
    client.destroy();
    server.close();
    await once(server, 'close');
  }
}

describe('localCertificate', () => {
  it('is accepted by its names by a client that trusts its authority', async () => {
    const ca = readFileSync(first.caFile, 'utf8');
    expect(ca).toBe(first.ca);
    expect(await clientFinds({ ca })).toBe('accepted');
    expect(await clientFinds({ ca, servername: 'localhost' })).toBe('accepted');
    expect(new X509Certificate(first.cert).checkIP('::1')).toBe('::1');
  });

  it('is refused by a client that does not trust its authority, or asks for another name', async () => {
    expect(await clientFinds({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await clientFinds({ ca: first.ca, servername: 'example.org' })).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  it('lives under 397 days, serves and signs nothing else, and its authority signs no authority', () => {
    const [leaf, ca] = [new X509Certificate(first.cert), new X509Certificate(first.ca)];
    for (const { validFromDate, validToDate } of [leaf, ca])
      expect(validToDate.getTime() - validFromDate.getTime()).toBeLessThan(397 * DAY_MS);
    expect([leaf.ca, ca.ca, leaf.checkIssued(ca)]).toEqual([false, true, true]);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(ca.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  it.skipIf(process.platform === 'win32')('lets only the owner read the key, and keeps no other key', () => {
    expect(readdirSync(folder).sort()).toEqual([AUTHORITY_FILE, CERTIFICATE_FILE]);
    expect(statSync(join(folder, CERTIFICATE_FILE)).mode & 0o777).toBe(0o600);
    const kept = readFileSync(join(folder, CERTIFICATE_FILE), 'utf8');
    expect(kept.match(/PRIVATE KEY-----\n/g)).toHaveLength(2);
    expect(readFileSync(join(folder, AUTHORITY_FILE), 'utf8')).not.toContain('PRIVATE KEY');
  });
});

describe('localCertificate, asked again', () => {
  it('keeps the certificate while it is good, and puts the file to trust back', async () => {
    expect(await certificate()).toEqual(first);
    writeFileSync(first.caFile, 'broken');
    expect(await certificate(['localhost'], new Date(NOW.getTime() + 388 * DAY_MS))).toEqual(first);
    expect(readFileSync(first.caFile, 'utf8')).toBe(first.ca);
  });

  it('makes another when it ends within 7 days, is not of this time, or lacks a host', async () => {
    const [late, early] = [NOW.getTime() + 390 * DAY_MS, NOW.getTime() - DAY_MS];
    const cases = [
      [[], new Date(late)] as const,
      [[], new Date(early)] as const,
      [['192.0.2.9'], NOW] as const,
    ];
    for (const [hosts, now] of cases) {
      const where = mkdtempSync(join(folder, 'case-'));
      writeFileSync(join(where, CERTIFICATE_FILE), first.key + first.cert + first.ca, { mode: 0o600 });
      const made = await certificate(hosts, now, where);
      expect(made.cert).not.toBe(first.cert);
      expect(readFileSync(made.caFile, 'utf8')).toBe(made.ca);
      expect(await certificate(hosts, now, where)).toEqual(made);
    }
  });

  it('leads simulators that start at the same time to one certificate', async () => {
    const where = join(folder, 'together');
    const made = await Promise.all([1, 2, 3].map(() => certificate([], NOW, where)));
    expect(new Set(made.map(({ cert }) => cert)).size).toBe(1);
  });

  it('refuses files that are open to others or hold something else, and leaves them as they are', async () => {
    const where = mkdtempSync(join(folder, 'refused-'));
    const path = join(where, CERTIFICATE_FILE);
    const other = await certificate([], NOW, join(where, 'other'));
    const wrong = [
      '',
      'text',
      first.key + first.cert,
      other.key + first.cert + first.ca,
      first.key + first.cert + other.ca,
    ];
    for (const text of wrong) {
      writeFileSync(path, text, { mode: 0o600 });
      const problem = `${path} holds no certificate of the simulator: delete it to have a new one made`;
      expect(await outcome([], NOW, where)).toEqual({ problem });
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
    if (process.platform === 'win32') return;
    writeFileSync(path, first.key + first.cert + first.ca);
    chmodSync(path, 0o644);
    const problem = expect.stringContaining('may be read by others than its owner (mode 644)') as string;
    expect(await outcome([], NOW, where)).toEqual({ problem });
  });
});
