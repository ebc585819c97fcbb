/** Every limit of the venue, each settable by `--limit name=value`; PROTOCOL.md section 10 lists them. */
export type VenueLimits = {
  /** Connections (WebSocket and event streams) at once. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly connectionsPerToken: number;
  /** Connections opened from one address, and under one token: burst, and per second from then on. */
  readonly connectBurst: number;
  readonly connectsPerSecond: number;
  /** Client messages on one connection: burst, and per second. */
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
  /** Client messages and HTTP requests from one address. */
  readonly addressBurst: number;
  readonly addressPerSecond: number;
  /** The same under one token. */
  readonly tokenBurst: number;
  readonly tokenPerSecond: number;
  /** Subscriptions of one connection. */
  readonly subscriptions: number;
  readonly anonymousSubscriptions: number;
  readonly messageBytes: number;
  readonly badMessages: number;
  /** Milliseconds after the welcome within which something must be subscribed; 0 switches it off. */
  readonly subscribeWithinMs: number;
  /** Unsent bytes above which a reader is slow, and under which it is quick again. */
  readonly slowAboveBytes: number;
  readonly slowBelowBytes: number;
  /** A reader slow for so long is cut. */
  readonly slowForMs: number;
  /** Unsent bytes at which a reader is cut at once. */
  readonly unsentBytes: number;
};

export const DEFAULT_LIMITS: VenueLimits = {
  connections: 2_000,
  connectionsPerAddress: 64,
  connectionsPerToken: 64,
  connectBurst: 64,
  connectsPerSecond: 20,
  messageBurst: 200,
  messagesPerSecond: 50,
  addressBurst: 2_000,
  addressPerSecond: 500,
  tokenBurst: 2_000,
  tokenPerSecond: 500,
  subscriptions: 1_024,
  anonymousSubscriptions: 64,
  messageBytes: 4_096,
  badMessages: 10,
  subscribeWithinMs: 10_000,
  slowAboveBytes: 1_048_576,
  slowBelowBytes: 262_144,
  slowForMs: 10_000,
  unsentBytes: 8_388_608,
};
