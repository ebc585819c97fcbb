import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BearerFields } from '../access/bearer-token.ts';
import type { Rights, Scope } from '../server/rights.ts';
import { plainAddress } from '../server/upgrade-request.ts';
import { sendRefusal } from './answers.ts';
import type { Caller, HttpContext } from './http-context.ts';
import type { HttpRefusal } from './http-error.ts';

/** Finds out who asks before a route does anything, and remembers it for the route. */
export class Callers {
  readonly #context: HttpContext;
  readonly #known = new WeakMap<FastifyRequest, Caller>();

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /**
   * For the hook `onRequest`: sends the refusal itself. No route sees a request whose client is gone.
   *
   * @param scope what the token must allow; null where any will do
   */
  async check(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: Scope | null,
  ): Promise<FastifyReply | undefined> {
    const { access } = this.#context;
    const address = addressOf(request);
    const rights = await access.rightsOf(bearerOf(request), address);
    if ('type' in rights) return sendRefusal(reply, rights);
    const caller = { address, rights };
    const refusal = access.take(caller);
    if (refusal !== null) return sendRefusal(reply, refusal);
    const missing = scope === null ? null : missingScope(rights, scope);
    if (missing !== null) return this.#refuse(reply, missing);
    // It left while its token was judged: nothing would tell a route when to give back what it takes for it.
    if (request.socket.destroyed) return reply.hijack();
    this.#known.set(request, caller);
    return undefined;
  }

  /** @throws Error for a request that no hook has checked */
  of(request: FastifyRequest): Caller {
    const caller = this.#known.get(request);
    if (caller === undefined) throw new Error('expected a request that was checked');
    return caller;
  }

  #refuse(reply: FastifyReply, refusal: HttpRefusal): FastifyReply {
    this.#context.counts.add('refusals', [refusal.code]);
    return sendRefusal(reply, refusal);
  }
}

/** Everything in a request that may be a token, as it came. */
export function bearerOf(request: FastifyRequest): BearerFields {
  const { access_token: ofQuery } = request.query as { readonly access_token?: string | string[] };
  const queryTokens = ofQuery === undefined ? [] : [ofQuery].flat();
  return { authorization: request.headers.authorization, queryTokens };
}

/** Of the other end, without port. Forwarding headers are not believed: anybody can write them. */
export function addressOf(request: FastifyRequest): string {
  return plainAddress(request.socket.remoteAddress);
}

function missingScope({ scopes, tokenId }: Rights, scope: Scope): HttpRefusal | null {
  if (scopes.includes(scope)) return null;
  return tokenId === null
    ? { code: 'TOKEN_REQUIRED', message: `expected a token with the scope ${scope}` }
    : { code: 'SCOPE_MISSING', message: `expected a token with the scope ${scope}` };
}
