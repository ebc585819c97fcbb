import type { PerMessageDeflateOptions } from 'ws';

/** What compression may cost. A connection holds two zlib streams for as long as it lives. */
export type DeflateLimits = {
  /** Messages under this many bytes go out as they are: they would hardly shrink. */
  readonly threshold: number;
  /** Messages compressed at once over all connections; others wait, and count as unsent. */
  readonly concurrencyLimit: number;
  /** 1 (quick) to 9. */
  readonly level: number;
  /** 1 to 9; with `windowBits` the memory of one stream: `2 ** (windowBits + 2) + 2 ** (memLevel + 9)` bytes. */
  readonly memLevel: number;
  /** 9 to 15. */
  readonly windowBits: number;
  /** Each message on its own: a bit larger, and a lost one harms no other. */
  readonly noContextTakeover: boolean;
};

/** About 24 KB a connection; a quarter of the plain size for JSON books. */
export const DEFAULT_DEFLATE: DeflateLimits = {
  threshold: 512,
  concurrencyLimit: 4,
  level: 3,
  memLevel: 4,
  windowBits: 11,
  noContextTakeover: false,
};

/** The same in the words of `ws`. What a client sends is bounded after inflating by the size of a message. */
export function deflateOptions(limits: DeflateLimits): PerMessageDeflateOptions {
  return {
    threshold: limits.threshold,
    concurrencyLimit: limits.concurrencyLimit,
    serverNoContextTakeover: limits.noContextTakeover,
    clientNoContextTakeover: limits.noContextTakeover,
    serverMaxWindowBits: limits.windowBits,
    zlibDeflateOptions: { level: limits.level, memLevel: limits.memLevel },
  };
}
