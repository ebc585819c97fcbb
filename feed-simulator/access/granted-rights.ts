import { instrumentMatcher } from '../server/instrument-pattern.ts';
import type { Rights } from '../server/rights.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import { expiryOf, scopesOf } from './token-claims.ts';
import type { TokenClaims } from './token-claims.ts';

const EVERYTHING = ['*'] as const;

/** What a stranger may do: read everything, within the small allowance of subscriptions. */
export function anonymousRights({
  anonymousSubscriptions,
}: Pick<VenueLimits, 'anonymousSubscriptions'>): Rights {
  return {
    subject: '',
    tokenId: null,
    scopes: ['market-data'],
    instruments: EVERYTHING,
    mayRead: () => true,
    expiresAt: null,
    maxSubscriptions: anonymousSubscriptions,
  };
}

/** What the bearer of a token with these claims may do. Without the scope `market-data` no instrument may be read. */
export function rightsFrom(
  claims: TokenClaims,
  { subscriptions }: Pick<VenueLimits, 'subscriptions'>,
): Rights {
  const scopes = scopesOf(claims);
  const instruments = claims.instruments ?? EVERYTHING;
  return {
    subject: claims.sub,
    tokenId: claims.jti,
    scopes,
    instruments,
    mayRead: scopes.includes('market-data') ? instrumentMatcher(instruments) : () => false,
    expiresAt: expiryOf(claims),
    maxSubscriptions: subscriptions,
  };
}
