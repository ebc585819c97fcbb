import { isIP } from 'node:net';

/** PEM texts: the private key and certificate of the venue, and the one certificate that clients are to trust. */
export type Certificate = { readonly key: string; readonly cert: string; readonly ca: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** With the hour before it under 397 days, the most that clients accept of a certificate. */
const LIFE_DAYS = 396;
const KEYS = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/**
 * A certificate for these names, signed by an authority made for it. The authority's private key is forgotten at once:
 * whoever trusts the authority trusts this one certificate and no other that could ever be made.
 *
 * @param names DNS names and IP addresses
 */
export async function newCertificate(names: readonly string[], now: Date): Promise<Certificate> {
  // Loading it costs a tenth of a second, which only a venue with TLS has to spend.
  const { generate } = await import('selfsigned');
  const life = {
    notBeforeDate: new Date(now.getTime() - HOUR_MS),
    notAfterDate: new Date(now.getTime() + LIFE_DAYS * DAY_MS),
  };
  // Two authorities of one name would be confused by a client that trusts both.
  const authorityName = `Touchline simulator ${now.toISOString()}`;
  const authority = await generate([{ name: 'commonName', value: authorityName }], {
    ...KEYS,
    ...life,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'Touchline simulated exchange' }], {
    ...KEYS,
    ...life,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(nameEntry) },
    ],
  });
  return { key: withLineEnd(leaf.private), cert: withLineEnd(leaf.cert), ca: withLineEnd(authority.cert) };
}

function withLineEnd(pem: string): string {
  return `${pem.trimEnd()}\n`;
}

function nameEntry(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };
}
