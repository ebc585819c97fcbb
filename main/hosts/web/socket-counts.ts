/** What went wrong at the host's socket since it started; part of `GET /health`. */
export type SocketCounts = {
  /** Upgrades refused for a foreign Host or Origin, a wrong path or sub-protocol. */
  refusedUpgrades: number;
  /** Windows closed with 4401. */
  wrongTokens: number;
  /** Windows beyond the limit, closed with 1013. */
  windowsTooMany: number;
  malformedMessages: number;
  /** Sockets that broke the WebSocket protocol or sent a message over the limit. */
  protocolErrors: number;
  /** Windows that let too much pile up unread. */
  slowWindowsCut: number;
  /** Windows that left a ping unanswered. */
  silentWindowsCut: number;
};

export function noSocketCounts(): SocketCounts {
  return {
    refusedUpgrades: 0,
    wrongTokens: 0,
    windowsTooMany: 0,
    malformedMessages: 0,
    protocolErrors: 0,
    slowWindowsCut: 0,
    silentWindowsCut: 0,
  };
}
