import type { FastifyInstance } from 'fastify';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import { sendRefusal } from './answers.ts';
import type { Observability } from '../observability/observability.ts';
import { addressOf, bearerOf } from './callers.ts';
import type { Callers } from './callers.ts';
import type { HttpContext } from './http-context.ts';
import { TOKEN_FIELD } from './query-fields.ts';

const ONLY_TOKEN = { type: 'object', additionalProperties: false, properties: TOKEN_FIELD } as const;

/** `GET /v1/instruments`. */
export function addInstrumentsRoute(app: FastifyInstance, context: HttpContext, callers: Callers): void {
  const schema = { querystring: ONLY_TOKEN };
  app.get('/v1/instruments', { schema }, (request, reply) => {
    const { rights } = callers.of(request);
    return reply.header('cache-control', 'no-cache').send(context.venue().definitions(rights));
  });
}

type TokenParts = { readonly callers: Callers; readonly summary: Observability['summary'] };

/** For any token that still holds, whatever its scopes: `POST /v1/token/refresh`, and what the status page shows. */
export function addTokenRoutes(
  app: FastifyInstance,
  { access }: HttpContext,
  { callers, summary }: TokenParts,
): void {
  app.get('/v1/summary', { schema: { querystring: ONLY_TOKEN } }, (request, reply) => {
    // Pages of any origin may ask: who is connected is for those who could also cut them off.
    const { rights } = callers.of(request);
    const showsWho = rights.scopes.includes('control');
    const whole = summary(showsWho);
    const instruments = showsWho
      ? whole.instruments
      : whole.instruments.filter(({ id }) => rights.mayRead(instrumentId(id)));
    return reply.header('cache-control', 'no-store').send({ ...whole, instruments });
  });
  app.post('/v1/token/refresh', { schema: { querystring: ONLY_TOKEN } }, async (request, reply) => {
    const refreshed = await access.refresh(bearerOf(request), addressOf(request));
    void reply.header('cache-control', 'no-store');
    if ('type' in refreshed) return sendRefusal(reply, refreshed);
    const { token, expiresAt } = refreshed;
    return reply.send({ token, expiresAt });
  });
}
