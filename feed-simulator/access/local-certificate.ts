import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { certificateNames } from './certificate-names.ts';
import type { MachineNames } from './certificate-names.ts';
import { newCertificate } from './new-certificate.ts';
import type { Certificate } from './new-certificate.ts';
import { createPrivateFile, readPrivateFile, replaceFile } from './private-file.ts';
import type { FileProblem } from './private-file.ts';

/** Key, certificate and authority, one after another; only its owner may read it. */
export const CERTIFICATE_FILE = 'simulator-tls.pem';
/** What clients are given to trust. */
export const AUTHORITY_FILE = 'simulator-ca.pem';

/** A certificate that ends sooner is replaced while nobody depends on it yet. */
const REUSE_WHILE_MS = 7 * 86_400_000;
const BLOCKS =
  /^(-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----\n)(-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n)(-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n)$/s;

export type LocalCertificateOptions = {
  readonly folder: string;
  /** What the venue listens on; loopback is always covered. */
  readonly hosts: readonly string[];
  /** What else this machine is called, for a venue that listens on every address. */
  readonly machine: MachineNames;
  readonly now: Date;
};

/** A certificate to serve with, and the file that clients are told to trust. */
export type LocalCertificate = Certificate & { readonly caFile: string };

/**
 * The certificate kept in the folder, while it is good for all hosts and another 7 days; else a new one takes its place,
 * under an authority that clients must trust anew. A file that is open to others or holds something else is refused.
 */
export async function localCertificate({
  folder,
  hosts,
  machine,
  now,
}: LocalCertificateOptions): Promise<LocalCertificate | FileProblem> {
  const certificate = await keptOrNew(join(folder, CERTIFICATE_FILE), certificateNames(hosts, machine), now);
  if ('problem' in certificate) return certificate;
  const { ca } = certificate;
  const caFile = join(folder, AUTHORITY_FILE);
  const isPublished = (await readFile(caFile, 'utf8').catch(() => '')) === ca;
  const problem = isPublished ? null : await replaceFile(caFile, ca, false);
  return problem ?? { ...certificate, caFile };
}

async function keptOrNew(
  path: string,
  names: readonly string[],
  now: Date,
): Promise<Certificate | FileProblem> {
  const kept = await keptCertificate(path);
  if (kept !== null && ('problem' in kept || isGoodFor(kept, names, now))) return kept;
  const made = await newCertificate(names, now);
  const text = made.key + made.cert + made.ca;
  if (kept !== null) return (await replaceFile(path, text, true)) ?? made;
  const outcome = await createPrivateFile(path, text);
  if (typeof outcome !== 'string') return outcome;
  // Another simulator that starts at the same moment was quicker: two authorities would need two to be trusted.
  return outcome === 'exists' ? keptOrNew(path, names, now) : made;
}

async function keptCertificate(path: string): Promise<Certificate | null | FileProblem> {
  const text = await readPrivateFile(path);
  if (text === null || typeof text !== 'string') return text;
  const [, key, cert, ca] = BLOCKS.exec(text) ?? [];
  if (key !== undefined && cert !== undefined && ca !== undefined && belongTogether({ key, cert, ca }))
    return { key, cert, ca };
  return { problem: `${path} holds no certificate of the simulator: delete it to have a new one made` };
}

function belongTogether({ key, cert, ca }: Certificate): boolean {
  try {
    const leaf = new X509Certificate(cert);
    return leaf.checkPrivateKey(createPrivateKey(key)) && leaf.verify(new X509Certificate(ca).publicKey);
  } catch {
    // Not the PEM it says it is.
    return false;
  }
}

function isGoodFor({ cert }: Certificate, names: readonly string[], now: Date): boolean {
  const leaf = new X509Certificate(cert);
  const isOfNow = leaf.validFromDate <= now && leaf.validToDate.getTime() - now.getTime() > REUSE_WHILE_MS;
  return isOfNow && names.every((name) => isNamed(leaf, name));
}

function isNamed(leaf: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) !== undefined;
}
