import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendRefusal } from './answers.ts';
import type { Callers } from './callers.ts';
import { CURSOR_PATTERN, MAX_CURSOR_LENGTH } from './cursor.ts';
import type { EventStreams } from './event-streams.ts';
import { FollowedTopics } from './followed-topics.ts';
import type { HttpContext } from './http-context.ts';
import type { HttpRefusal } from './http-error.ts';
import { TOKEN_FIELD } from './query-fields.ts';
import { SELECTION_FIELDS, selectionOf } from './selection.ts';
import type { SelectionQuery } from './selection.ts';

const DEFAULT_BATCH_MS = 50;

type StreamQuery = SelectionQuery & { readonly lastEventId?: string; readonly batchMs?: number };

const STREAM_QUERY = {
  type: 'object',
  required: ['channels', 'instruments'],
  additionalProperties: false,
  properties: {
    ...SELECTION_FIELDS,
    ...TOKEN_FIELD,
    lastEventId: { type: 'string', maxLength: MAX_CURSOR_LENGTH, pattern: CURSOR_PATTERN },
    batchMs: { type: 'integer', minimum: 10, maximum: 5_000 },
  },
} as const;

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that collects a stream makes it late.
  'x-accel-buffering': 'no',
} as const;

/** `GET /v1/stream`: Server-Sent Events. */
export function addStreamRoute(
  app: FastifyInstance,
  context: HttpContext,
  { callers, streams }: { callers: Callers; streams: EventStreams },
): void {
  const refuse = (reply: FastifyReply, refusal: HttpRefusal) => {
    context.counts.add('refusals', [refusal.code]);
    return sendRefusal(reply, refusal);
  };
  app.get<{ Querystring: StreamQuery }>(
    '/v1/stream',
    { schema: { querystring: STREAM_QUERY }, exposeHeadRoute: false },
    (request, reply) => {
      const caller = callers.of(request);
      const selection = selectionOf(request.query);
      if ('code' in selection) return refuse(reply, selection);
      const admission = context.access.admit(caller);
      if ('code' in admission) return sendRefusal(reply, admission);
      const { query } = request;
      const cursor = lastEventIdOf(request) ?? query.lastEventId ?? null;
      const followed = FollowedTopics.open(context.venue(), caller.rights, selection, cursor);
      if ('code' in followed) {
        admission.release();
        return refuse(reply, followed);
      }
      reply.hijack();
      for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...STREAM_HEADERS }))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.raw.writeHead(200);
      const batchMs = query.batchMs ?? DEFAULT_BATCH_MS;
      streams.open(reply.raw, caller, { followed, batchMs, release: () => admission.release() });
      return reply;
    },
  );
}

/** The header that a client sends when it opens a broken stream again; it wins over the address, which stays the same. */
function lastEventIdOf(request: Pick<FastifyRequest, 'headers'>): string | null {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && header !== '' ? header : null;
}
