/** Tokens that count no longer although they have not expired, in memory: a new run of the venue knows none of them. */
export class RevokedTokens {
  readonly #ids = new Set<string>();
  readonly #maxIds: number;

  constructor(maxIds: number) {
    this.#maxIds = maxIds;
  }

  /** False when there is no room: nothing revoked is ever forgotten to make some. */
  add(tokenId: string): boolean {
    if (this.#ids.size >= this.#maxIds && !this.#ids.has(tokenId)) return false;
    this.#ids.add(tokenId);
    return true;
  }

  has(tokenId: string): boolean {
    return this.#ids.has(tokenId);
  }
}
