import type { Clock } from '../../main/core/clock.ts';
import type { RequestId } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { Deadlines } from './deadlines.ts';
import type { Outbox } from './outbox.ts';
import type { Rights } from './rights.ts';

/** A token that could not be judged in this time is refused. */
const AUTHENTICATE_WITHIN_MS = 5_000;
/** A token ends soon when a fifth of its life, at most a minute, is left. */
const WARN_AT_LIFE_LEFT = 0.2;
const WARN_AT_MOST_MS = 60_000;
/** What `authenticated` says of a token that never ends: the latest time there is. */
const NEVER = Number.MAX_SAFE_INTEGER as TimestampMicros;

/** Judges a token. Must not reject. */
export type Authenticate = (token: string) => Promise<Rights | AccessRefusal>;

/** What one connection may do now: tokens that are judged, warned of and ended. */
export class SessionAccess {
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #authenticate: Authenticate;
  readonly #onJudged: (outcome: Rights | AccessRefusal) => void;
  readonly #deadlines = new Deadlines<'judging' | 'warning' | 'expiry'>();
  #rights: Rights;
  /** The `authenticate` that is being judged. */
  #judged: { readonly id: RequestId } | null = null;

  /** @param options.onJudged called after the answer is sent */
  constructor(options: {
    clock: Clock;
    outbox: Outbox;
    rights: Rights;
    authenticate: Authenticate;
    onJudged: (outcome: Rights | AccessRefusal) => void;
  }) {
    this.#clock = options.clock;
    this.#outbox = options.outbox;
    this.#rights = options.rights;
    this.#authenticate = options.authenticate;
    this.#onJudged = options.onJudged;
    this.#watchExpiry();
  }

  get rights(): Rights {
    return this.#rights;
  }

  /** True while requests have to wait for the answer to an `authenticate`. */
  get isJudging(): boolean {
    return this.#judged !== null;
  }

  judge(id: RequestId, token: string): void {
    const judged = { id };
    this.#judged = judged;
    this.#deadlines.set('judging', this.#clock.monotonicMs() + AUTHENTICATE_WITHIN_MS);
    void this.#authenticate(token).then((outcome) => {
      // Else it is too late: the answer was given, or nobody is there.
      if (this.#judged === judged) this.#settle(judged.id, outcome);
    });
  }

  /** True when the token of this connection has ended, which is said; the caller closes. */
  tick(nowMs: number): boolean {
    for (const due of this.#deadlines.takeDue(nowMs)) {
      if (due === 'warning') this.#warn();
      else if (due === 'judging') this.#giveUp();
      else {
        this.#outbox.sendError(0, 'TOKEN_EXPIRED', 'the token of this connection has ended');
        return true;
      }
    }
    return false;
  }

  /** The connection is gone: an answer that is still to come is nobody's. */
  end(): void {
    this.#judged = null;
  }

  #giveUp(): void {
    if (this.#judged === null) return;
    this.#settle(this.#judged.id, refusal('TOKEN_INVALID', 'the token could not be judged in time'));
  }

  #settle(id: RequestId, outcome: Rights | AccessRefusal): void {
    this.#judged = null;
    if ('type' in outcome) this.#outbox.sendError(id, outcome.code, outcome.message, outcome.retryAfterMs);
    else {
      this.#rights = outcome;
      const { subject, scopes, instruments, expiresAt } = outcome;
      const terms = { subject, scopes, instruments, expiresAt: expiresAt ?? NEVER };
      this.#outbox.send({ type: 'authenticated', id, ...terms });
      this.#watchExpiry();
    }
    this.#onJudged(outcome);
  }

  /** By the monotonic clock from here on: a wall clock that jumps ends no session. */
  #watchExpiry(): void {
    this.#deadlines.clear('warning');
    this.#deadlines.clear('expiry');
    const { expiresAt } = this.#rights;
    if (expiresAt === null) return;
    const leftMs = Math.max(0, (expiresAt - this.#clock.wallMicros()) / 1_000);
    const endMs = this.#clock.monotonicMs() + leftMs;
    this.#deadlines.set('warning', endMs - Math.min(WARN_AT_MOST_MS, leftMs * WARN_AT_LIFE_LEFT));
    this.#deadlines.set('expiry', endMs);
  }

  #warn(): void {
    const { expiresAt } = this.#rights;
    if (expiresAt !== null)
      this.#outbox.send({ type: 'token-expiring', expiresAt, sentTime: this.#outbox.sentTime });
  }
}
