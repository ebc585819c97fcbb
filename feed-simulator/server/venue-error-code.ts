/** Codes of `error`, PROTOCOL.md section 9. Stable: clients may rely on each. */
export type VenueErrorCode =
  | 'BAD_MESSAGE'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_INSTRUMENT'
  | 'UNKNOWN_SUBSCRIPTION'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'SEQUENCE_TOO_OLD'
  | 'SEQUENCE_AHEAD'
  | 'BAD_RANGE'
  /** Messages on one connection. */
  | 'RATE_LIMITED'
  /** Messages or HTTP requests from one address, over all its connections. */
  | 'ADDRESS_RATE_LIMITED'
  /** Messages or HTTP requests under one token, over all its connections. */
  | 'TOKEN_RATE_LIMITED'
  | 'ADDRESS_CONNECTION_LIMIT'
  | 'TOKEN_CONNECTION_LIMIT'
  | 'VENUE_CONNECTION_LIMIT'
  /** Connections opened too quickly from one address or under one token. */
  | 'CONNECT_RATE_LIMITED'
  | 'MESSAGE_TOO_BIG'
  /** Nothing was subscribed within the time allowed after connecting. */
  | 'SUBSCRIBE_DEADLINE'
  /** Too many bad messages on one connection. */
  | 'TOO_MANY_BAD_MESSAGES'
  | 'SLOW_READER'
  /** No token where one is needed. */
  | 'TOKEN_REQUIRED'
  /** Not a token of this venue: forged, malformed, `alg` not allowed. */
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_WRONG_AUDIENCE'
  | 'SCOPE_MISSING'
  | 'NOT_ENTITLED';
