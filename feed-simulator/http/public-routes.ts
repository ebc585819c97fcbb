import type { FastifyInstance } from 'fastify';
import type { HealthAnswer } from '../observability/health.ts';
import type { Observability } from '../observability/observability.ts';
import type { StatusPage } from '../observability/status-page.ts';

/** What the venue shows of itself to whoever asks. */
export type Shown = Pick<Observability, 'metricsText' | 'metricsType' | 'summary' | 'healthz' | 'readyz'> & {
  readonly page: StatusPage;
};

/** Routes for people and supervisors: no token, no allowance. */
export function addPublicRoutes(app: FastifyInstance, shown: Shown): void {
  app.get('/', (_request, reply) => reply.headers(shown.page.headers).send(shown.page.html));
  const answerHealth = (path: string, judge: () => HealthAnswer) =>
    app.get(path, (_request, reply) => {
      const { status, state } = judge();
      return reply.code(status).header('cache-control', 'no-store').type('text/plain').send(`${state}\n`);
    });
  answerHealth('/healthz', () => shown.healthz());
  answerHealth('/readyz', () => shown.readyz());
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(shown.metricsType)
      .send(await shown.metricsText()),
  );
  // Only asked for without an upgrade: with one it never comes to the routes. Node takes a named connection for one
  // that stays, so its end has to be named too.
  app.get('/v1', (_request, reply) =>
    reply
      .code(426)
      .headers({ upgrade: 'websocket', connection: 'Upgrade, close' })
      .type('text/plain')
      .send('this is a WebSocket; over plain HTTP there are /v1/stream and /v1/poll\n'),
  );
}
