import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ControlActor, ControlDesk } from '../faults/control-desk.ts';
import { isProblem } from '../faults/fault-problem.ts';
import { sendRefusal } from './answers.ts';
import type { Callers } from './callers.ts';
import type { HttpContext } from './http-context.ts';
import { TOKEN_FIELD } from './query-fields.ts';

/** What the control API does, without HTTP. */
export type Control = Pick<
  ControlDesk,
  | 'listFaults'
  | 'listScenarios'
  | 'listMarket'
  | 'startFault'
  | 'stopFault'
  | 'stopAll'
  | 'startScenario'
  | 'startRegime'
>;

const ONLY_TOKEN = { type: 'object', additionalProperties: false, properties: TOKEN_FIELD } as const;
const FAULT_PARAMS = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } },
} as const;
const SCENARIO_PARAMS = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' } },
} as const;

/** `/v1/control/...`: for tokens with the scope `control`. Nothing of it exists where no faults can be switched on. */
export function addControlRoutes(
  app: FastifyInstance,
  context: HttpContext,
  { callers, control }: { callers: Callers; control: Control },
): void {
  const actorOf = (request: FastifyRequest): ControlActor => {
    const { address, rights } = callers.of(request);
    return { subject: rights.subject, address };
  };
  const answer = (reply: FastifyReply, value: object): FastifyReply => {
    if (!isProblem(value)) return reply.send(value);
    context.counts.add('refusals', [value.code]);
    return sendRefusal(reply, value);
  };
  const schema = { querystring: ONLY_TOKEN };
  app.get('/v1/control/faults', { schema }, (_request, reply) => answer(reply, control.listFaults()));
  app.post('/v1/control/faults', { schema }, (request, reply) =>
    answer(reply, control.startFault(request.body, actorOf(request))),
  );
  app.delete('/v1/control/faults', { schema }, (request, reply) =>
    answer(reply, control.stopAll(actorOf(request))),
  );
  app.delete<{ Params: { id: number } }>(
    '/v1/control/faults/:id',
    { schema: { ...schema, params: FAULT_PARAMS } },
    (request, reply) => answer(reply, control.stopFault(request.params.id, actorOf(request))),
  );
  app.get('/v1/control/scenarios', { schema }, (_request, reply) => answer(reply, control.listScenarios()));
  app.post<{ Params: { name: string } }>(
    '/v1/control/scenarios/:name',
    { schema: { ...schema, params: SCENARIO_PARAMS } },
    (request, reply) => answer(reply, control.startScenario(request.params.name, actorOf(request))),
  );
  app.get('/v1/control/market', { schema }, (_request, reply) => answer(reply, control.listMarket()));
  app.post('/v1/control/market', { schema }, (request, reply) =>
    answer(reply, control.startRegime(request.body, actorOf(request))),
  );
}
