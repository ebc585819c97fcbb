import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { CryptoKey, JWK } from 'jose';

export const TOKEN_ALGORITHM = 'EdDSA';
const CURVE = 'Ed25519';
/** 32 bytes as base64url. */
const KEY_TEXT = /^[A-Za-z0-9_-]{43}$/;

/** The key pair tokens are signed and verified with. */
export type TokenKey = {
  /** Names the key in the head of a token: its thumbprint, RFC 7638. */
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
};

/** A new Ed25519 key pair as JWK, private part included. */
export async function newKeyJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { crv: CURVE, extractable: true });
  const { kty, crv, x, d } = (await exportJWK(privateKey)) as Record<string, string>;
  return { kty, crv, x, d } as JWK;
}

/** The key pair a JWK holds; null when it holds none of Ed25519 or its two halves do not belong together. */
export async function tokenKeyOf(jwk: unknown): Promise<TokenKey | null> {
  if (!isKeyPair(jwk)) return null;
  const { d, ...publicJwk } = jwk;
  try {
    const privateKey = await importJWK({ ...publicJwk, d }, TOKEN_ALGORITHM);
    const publicKey = await importJWK(publicJwk, TOKEN_ALGORITHM);
    if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) return null;
    const signed = await new CompactSign(new Uint8Array(1))
      .setProtectedHeader({ alg: TOKEN_ALGORITHM })
      .sign(privateKey);
    await compactVerify(signed, publicKey, { algorithms: [TOKEN_ALGORITHM] });
    return { id: await calculateJwkThumbprint(publicJwk), privateKey, publicKey };
  } catch {
    // The bytes are of the right number and still no key, or halves of two keys.
    return null;
  }
}

type KeyPairJwk = { readonly kty: 'OKP'; readonly crv: string; readonly x: string; readonly d: string };

function isKeyPair(jwk: unknown): jwk is KeyPairJwk {
  if (typeof jwk !== 'object' || jwk === null) return false;
  const { kty, crv, x, d } = jwk as Partial<Record<keyof KeyPairJwk, unknown>>;
  return kty === 'OKP' && crv === CURVE && isKeyText(x) && isKeyText(d);
}

function isKeyText(value: unknown): boolean {
  return typeof value === 'string' && KEY_TEXT.test(value);
}
