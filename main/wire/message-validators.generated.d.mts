import type {
  Authenticated,
  CandleHistory,
  Candles,
  Delta,
  GoingAway,
  Heartbeat,
  InstrumentChange,
  InstrumentStatus,
  Pong,
  SnapshotPart,
  Subscribed,
  SubscribedList,
  Ticker,
  TokenExpiring,
  TradeGap,
  TradeHistory,
  Trades,
  Unsubscribed,
  VenueError,
  Welcome,
} from '../core/market-data/market-event.ts';
import type { VenueRequest } from '../core/market-data/venue-request.ts';

/** Why the last call of a validator said no. */
export type SchemaFault = {
  /** JSON pointer to the value, '' for the message itself. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
};

/**
 * True when the value has every field of the message in its form and range; what a field may be together with another
 * is for the structural checks. `errors` belongs to the last call.
 */
export type Validator<Message> = {
  (value: unknown): value is Message;
  readonly errors?: readonly SchemaFault[] | null;
};

/** A message whose trades still are a flat array of integers. */
type WithFlatTrades<Message> = Omit<Message, 'trades'> & { readonly trades: readonly number[] };
/** A message whose candles still are a flat array of integers. */
type WithFlatCandles<Message> = Omit<Message, 'candles'> & { readonly candles: readonly number[] };
/** A book message whose levels are a real array. */
type WithLevelArray<Message> = Omit<Message, 'levels'> & { readonly levels: readonly number[] };
type Request<Type extends VenueRequest['type']> = Extract<VenueRequest, { type: Type }>;

export declare const welcome: Validator<Welcome>;
export declare const subscribed: Validator<Subscribed>;
export declare const subscribedList: Validator<SubscribedList>;
export declare const unsubscribed: Validator<Unsubscribed>;
export declare const snapshot: Validator<WithLevelArray<SnapshotPart>>;
export declare const delta: Validator<WithLevelArray<Delta>>;
export declare const trades: Validator<WithFlatTrades<Trades>>;
export declare const gap: Validator<TradeGap>;
export declare const tradeHistory: Validator<WithFlatTrades<TradeHistory>>;
export declare const ticker: Validator<Ticker>;
export declare const candles: Validator<WithFlatCandles<Candles>>;
export declare const candleHistory: Validator<WithFlatCandles<CandleHistory>>;
export declare const instrumentChange: Validator<InstrumentChange>;
export declare const status: Validator<InstrumentStatus>;
export declare const heartbeat: Validator<Heartbeat>;
export declare const pong: Validator<Pong>;
export declare const venueError: Validator<VenueError>;
export declare const authenticated: Validator<Authenticated>;
export declare const tokenExpiring: Validator<TokenExpiring>;
export declare const goingAway: Validator<GoingAway>;

export declare const subscribe: Validator<Request<'subscribe'>>;
export declare const subscribeList: Validator<Request<'subscribe-list'>>;
export declare const unsubscribe: Validator<Request<'unsubscribe'>>;
export declare const snapshotRequest: Validator<Request<'snapshot'>>;
export declare const tradeHistoryRequest: Validator<Request<'trade-history'>>;
export declare const candleHistoryRequest: Validator<Request<'candle-history'>>;
export declare const authenticate: Validator<Request<'authenticate'>>;
export declare const ping: Validator<Request<'ping'>>;
