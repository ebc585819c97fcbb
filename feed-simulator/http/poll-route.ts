import type { FastifyInstance, FastifyReply } from 'fastify';
import { SharedMessage } from '../server/shared-message.ts';
import type { TopicSelection } from '../server/topic-selection.ts';
import { sendRefusal } from './answers.ts';
import type { Callers } from './callers.ts';
import { CURSOR_PATTERN, MAX_CURSOR_LENGTH } from './cursor.ts';
import { FollowedTopics } from './followed-topics.ts';
import type { Caller, HttpContext } from './http-context.ts';
import type { HttpRefusal } from './http-error.ts';
import type { OpenRequests } from './open-requests.ts';
import { TOKEN_FIELD } from './query-fields.ts';
import { SELECTION_FIELDS, selectionOf } from './selection.ts';
import type { SelectionQuery } from './selection.ts';
import type { Turns } from './turns.ts';
import type { WaitingPolls } from './waiting-polls.ts';

const MAX_WAIT_MS = 25_000;

type PollQuery = SelectionQuery & { readonly since?: string; readonly wait?: number };

const POLL_QUERY = {
  type: 'object',
  required: ['channels', 'instruments'],
  additionalProperties: false,
  properties: {
    ...SELECTION_FIELDS,
    ...TOKEN_FIELD,
    since: { type: 'string', maxLength: MAX_CURSOR_LENGTH, pattern: CURSOR_PATTERN },
    wait: { type: 'integer', minimum: 0, maximum: MAX_WAIT_MS },
  },
} as const;

type PollParts = {
  readonly callers: Callers;
  readonly polls: WaitingPolls;
  readonly places: OpenRequests;
  readonly turns: Turns;
};
type Poll = { readonly caller: Caller; readonly selection: TopicSelection; readonly cursor: string | null };

/** `GET /v1/poll`: what is new since a cursor, at once or as soon as there is something. */
export function addPollRoute(app: FastifyInstance, context: HttpContext, parts: PollParts): void {
  app.get<{ Querystring: PollQuery }>(
    '/v1/poll',
    { schema: { querystring: POLL_QUERY }, exposeHeadRoute: false },
    async (request, reply) => {
      const { query, headers } = request;
      context.counts.add('messagesIn', ['polling', 'json']);
      const selection = selectionOf(query);
      if ('code' in selection) return refuse(context, reply, selection);
      const known = entityTagOf(headers['if-none-match']);
      const poll = { caller: parts.callers.of(request), selection, cursor: query.since ?? known };
      const answered = await answer(context, parts, poll, { reply, waitMs: query.wait ?? 0 });
      if (answered === null) return reply.hijack();
      if ('code' in answered) return refuse(context, reply, answered);
      void reply.header('etag', `"${answered.cursor}"`).header('cache-control', 'no-cache');
      if (answered.count === 0 && answered.cursor === known) return reply.code(304).send();
      const { body, count } = answered;
      context.counts.add('messagesOut', ['polling', 'json'], count);
      context.counts.add('bytesOut', ['polling', 'json'], Buffer.byteLength(body));
      return reply.type('application/json; charset=utf-8').send(body);
    },
  );
}

/** The cursor and the messages, so many, as text. */
type PollAnswer = { readonly cursor: string; readonly count: number; readonly body: string };

async function answer(
  context: HttpContext,
  parts: PollParts,
  poll: Poll,
  { reply, waitMs }: { reply: FastifyReply; waitMs: number },
): Promise<PollAnswer | HttpRefusal | null> {
  const isGone = () => reply.request.socket.destroyed;
  const begun = await parts.turns.take(() => (isGone() ? null : begin(context, poll, waitMs)));
  if (begun === null || 'code' in begun || 'body' in begun) return begun;
  const followed = begun;
  const place = parts.places.open(poll.caller.address);
  if ('code' in place) {
    followed.release();
    return place;
  }
  await parts.polls.wait(followed, deadlineOf(context, poll.caller, waitMs), (giveUp) =>
    reply.raw.once('close', giveUp),
  );
  place.release();
  if (followed.venue === context.venue()) return take(context, followed);
  followed.release();
  const anew = follow(context, poll);
  return 'code' in anew ? anew : take(context, anew);
}

/** What can be said at once, or what to wait for news of. */
function begin(context: HttpContext, poll: Poll, waitMs: number): FollowedTopics | PollAnswer | HttpRefusal {
  const followed = follow(context, poll);
  if ('code' in followed) return followed;
  const { hasPosition, hasNews, venue } = followed;
  return waitMs === 0 || !hasPosition || hasNews || venue.goingAway() !== null
    ? take(context, followed)
    : followed;
}

function follow(context: HttpContext, { caller, selection, cursor }: Poll): FollowedTopics | HttpRefusal {
  return FollowedTopics.open(context.venue(), caller.rights, selection, cursor);
}

/** Everything new, after a welcome for a reader that has no position here, and the leave-taking of a venue that goes. */
function take({ clock }: HttpContext, followed: FollowedTopics): PollAnswer {
  const { venue, instruments, hasPosition } = followed;
  try {
    const { messages } = followed.take();
    const welcome = hasPosition ? [] : [new SharedMessage(venue.welcomeFor(instruments)), ...followed.lists];
    const leaving = venue.goingAway();
    const farewell =
      leaving === null
        ? []
        : [
            new SharedMessage({
              type: 'going-away',
              epoch: venue.epoch,
              ...leaving,
              sentTime: clock.wallMicros(),
            }),
          ];
    return answerOf(followed.cursor, [...welcome, ...messages, ...farewell]);
  } finally {
    followed.release();
  }
}

/** Monotonic; no poll waits beyond the end of its token. */
function deadlineOf({ clock }: HttpContext, { rights }: Caller, waitMs: number): number {
  const leftMs =
    rights.expiresAt === null ? Number.POSITIVE_INFINITY : (rights.expiresAt - clock.wallMicros()) / 1_000;
  return clock.monotonicMs() + Math.max(0, Math.min(waitMs, leftMs));
}

/** Put together from messages that were encoded once for all readers. */
function answerOf(cursor: string, messages: readonly SharedMessage[]): PollAnswer {
  const frames = messages.map((message) => String(message.encoded('json')));
  return {
    cursor,
    count: messages.length,
    body: `{"cursor":"${cursor}","messages":[${frames.join(',')}]}`,
  };
}

/** The cursor in an entity tag, strong or weak; null when the header holds anything else. */
function entityTagOf(header: string | undefined): string | null {
  return /^(?:W\/)?"([0-9a-z-]{1,8192})"$/.exec(header ?? '')?.[1] ?? null;
}

function refuse({ counts }: HttpContext, reply: FastifyReply, refusal: HttpRefusal): FastifyReply {
  counts.add('refusals', [refusal.code]);
  return sendRefusal(reply, refusal);
}
