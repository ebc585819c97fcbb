import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Counts } from '../server/counts.ts';
import { errorAnswer } from './http-error.ts';
import type { HttpErrorCode, HttpRefusal } from './http-error.ts';

/**
 * Sends a refusal as JSON. Whoever refused has counted it.
 *
 * @param itsStatus where HTTP has a finer one than the code has
 */
export function sendRefusal(reply: FastifyReply, refusal: HttpRefusal, itsStatus?: number): FastifyReply {
  const { status, headers, body } = errorAnswer(refusal);
  return reply
    .code(itsStatus ?? status)
    .headers(headers)
    .send(body);
}

/** Answers what no route answers: bad queries and bodies, unknown paths, wrong methods, and the venue's own faults. */
export function answerTrouble(app: FastifyInstance, counts: Counts): void {
  const refuse = (reply: FastifyReply, code: HttpErrorCode, message: string, status?: number) => {
    counts.add('refusals', [code]);
    return sendRefusal(reply, { code, message }, status);
  };
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return refuse(reply, 'MESSAGE_TOO_BIG', error.message);
    if (status < 500) return refuse(reply, 'BAD_MESSAGE', error.message, status);
    // Without the address of the request: a token may stand in its query.
    request.log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'a route failed',
    );
    return refuse(reply, 'INTERNAL', 'the venue failed to answer');
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = (['GET', 'POST', 'DELETE'] as const).filter((method) =>
      app.hasRoute({ method, url: path }),
    );
    if (methods.length === 0) return refuse(reply, 'UNKNOWN_PATH', 'nothing here: the venue is at /v1');
    void reply.header('allow', methods.join(', '));
    return refuse(reply, 'METHOD_NOT_ALLOWED', `expected ${methods.join(' or ')}`);
  });
}
