import type { LimitRefusal } from './access-refusal.ts';
import type { ConnectionFacts } from './connection.ts';
import type { Rights } from './rights.ts';

/** A limit that a request has met: of its connection, or over several. */
export type LimitMet = Omit<LimitRefusal, 'type'>;

/** Asked before each request; null when it is allowed. */
export type MayMessage = (facts: ConnectionFacts, rights: Rights) => LimitMet | null;
