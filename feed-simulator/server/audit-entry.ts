import type { ConnectionFacts } from '../server/connection.ts';

/** What the audit log says, one line each. Never a token: `tokenId` is the `jti` that names it. */
export type AuditEntry =
  | { readonly event: 'session-opened'; readonly connection: ConnectionFacts; readonly subject: string }
  | {
      readonly event: 'session-closed';
      readonly connection: ConnectionFacts;
      readonly subject: string;
      /** Close code of the WebSocket; null where the transport has none. */
      readonly code: number | null;
      readonly reason: string;
      readonly durationMs: number;
      readonly messagesIn: number;
      readonly messagesOut: number;
    }
  | {
      readonly event: 'authentication';
      /** `accepted`, or the error code of the refusal. */
      readonly outcome: string;
      /** Whom the token names; empty when it could not be believed. */
      readonly subject: string;
      readonly tokenId: string | null;
      readonly address: string;
    }
  | {
      readonly event: 'control';
      /** Such as `start-fault`, `stop-fault`, `start-scenario`. */
      readonly action: string;
      readonly subject: string;
      readonly address: string;
      /** What it was done to: a fault's number, a scenario's name. */
      readonly target: string;
      /** `done`, or the error code of the refusal. */
      readonly outcome: string;
    };
