import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import { VENUE_CANDLE_INTERVALS_MS } from '../../main/core/market-data/channel.ts';
import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { sendRefusal } from './answers.ts';
import type { Callers } from './callers.ts';
import type { HistoryReaders } from './history-readers.ts';
import type { HttpContext } from './http-context.ts';
import type { HttpRefusal } from './http-error.ts';
import type { OpenRequests } from './open-requests.ts';
import { COUNT_FIELD, INSTRUMENT_FIELD, TOKEN_FIELD } from './query-fields.ts';

type RangeQuery = { readonly instrument: string; readonly from?: number; readonly to?: number };
type CandleQuery = RangeQuery & { readonly intervalMs: VenueCandleIntervalMs };

const RANGE_FIELDS = { instrument: INSTRUMENT_FIELD, from: COUNT_FIELD, to: COUNT_FIELD, ...TOKEN_FIELD };
const TRADES_QUERY = {
  type: 'object',
  required: ['instrument'],
  additionalProperties: false,
  properties: RANGE_FIELDS,
} as const;
const CANDLES_QUERY = {
  type: 'object',
  required: ['instrument', 'intervalMs'],
  additionalProperties: false,
  properties: { ...RANGE_FIELDS, intervalMs: { type: 'integer', enum: [...VENUE_CANDLE_INTERVALS_MS] } },
} as const;

type HistoryParts = {
  readonly callers: Callers;
  readonly readers: HistoryReaders;
  readonly places: OpenRequests;
};

/** `GET /v1/history/trades` and `/v1/history/candles`: all that is held of a range, one message a line. */
export function addHistoryRoutes(app: FastifyInstance, context: HttpContext, parts: HistoryParts): void {
  app.get<{ Querystring: RangeQuery }>(
    '/v1/history/trades',
    { schema: { querystring: TRADES_QUERY }, exposeHeadRoute: false },
    (request, reply) => {
      // Trades count from 1; what is left out stands for everything on that side.
      const { from = 1, to = Number.MAX_SAFE_INTEGER } = request.query;
      if (from < 1 || to < from) return refuse(context, reply, badRange('1 <= from <= to', { from, to }));
      return sendHistory(context, parts, { request, reply }, (instrument) =>
        context.venue().tradeHistory(instrument, from, to),
      );
    },
  );
  app.get<{ Querystring: CandleQuery }>(
    '/v1/history/candles',
    { schema: { querystring: CANDLES_QUERY }, exposeHeadRoute: false },
    (request, reply) => {
      const { intervalMs, from = 0, to = Number.MAX_SAFE_INTEGER } = request.query;
      if (to <= from) return refuse(context, reply, badRange('from < to', { from, to }));
      return sendHistory(context, parts, { request, reply }, (instrument) =>
        context.venue().candleHistory(instrument, intervalMs, from, to),
      );
    },
  );
}

function sendHistory(
  context: HttpContext,
  { callers, readers, places }: HistoryParts,
  { request, reply }: { request: FastifyRequest<{ Querystring: RangeQuery }>; reply: FastifyReply },
  historyOf: (instrument: InstrumentId) => Iterable<MarketEvent>,
): FastifyReply {
  const { address, rights } = callers.of(request);
  const instrument = instrumentId(request.query.instrument);
  const judged = context.venue().judgeReading(rights, instrument);
  if (judged !== null) return refuse(context, reply, judged);
  const place = places.open(address);
  if ('code' in place) return refuse(context, reply, place);
  context.counts.add('messagesIn', ['polling', 'json']);
  const opened = readers.open(historyOf(instrument), () => reply.raw.destroy());
  reply.raw.once('close', () => {
    opened.close();
    place.release();
  });
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(opened.body);
}

function badRange(rule: string, { from, to }: { from: number; to: number }): HttpRefusal {
  return { code: 'BAD_RANGE', message: `expected ${rule}, received from ${from} and to ${to}` };
}

function refuse({ counts }: HttpContext, reply: FastifyReply, refusal: HttpRefusal): FastifyReply {
  counts.add('refusals', [refusal.code]);
  return sendRefusal(reply, refusal);
}
