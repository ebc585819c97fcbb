import { createHash, timingSafeEqual } from 'node:crypto';

/** Characters that may stand in a sub-protocol name; 22 of base64url, or 32 of hex, hold 128 bits. */
const TOKEN = /^[A-Za-z0-9_-]{22,128}$/;

/** Throws when the token is too short to keep anyone out, or cannot travel as a sub-protocol. */
export function assertWindowToken(token: string): void {
  if (TOKEN.test(token)) return;
  throw new Error(`expected a token of 22 to 128 base64url characters, received ${token.length} characters`);
}

/** Compares in a time that tells nothing about where, or whether, characters or lengths differ. */
export function tokensMatch(offered: string, expected: string): boolean {
  return timingSafeEqual(digest(offered), digest(expected));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
