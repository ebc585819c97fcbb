/** What is known of the venue's life when a supervisor asks. */
export type VenueLife = {
  /** The books and the history are made. */
  readonly isWarm: boolean;
  /** Clients were told to go. */
  readonly isGoingAway: boolean;
  /** Milliseconds since the market last moved on; null before it did for the first time. */
  readonly lastStepAgeMs: number | null;
};

export type HealthAnswer = {
  readonly status: 200 | 503;
  /** `ok`, or why not, as one word. */
  readonly state: 'ok' | 'warming-up' | 'going-away' | 'stalled';
};

/** A market that has not moved for so long gets no new clients. Steps come every few milliseconds. */
const READY_WITHIN_MS = 1_000;
/** A market that has not moved for so long never will: whoever supervises the venue had better start it anew. */
const ALIVE_WITHIN_MS = 10_000;

const OK: HealthAnswer = { status: 200, state: 'ok' };

/** Whether the process serves at all: also while it warms up and while it goes away, but not once its market is stuck. */
export function healthz(life: VenueLife): HealthAnswer {
  const isStalled = life.isWarm && !life.isGoingAway && (life.lastStepAgeMs ?? 0) > ALIVE_WITHIN_MS;
  return isStalled ? { status: 503, state: 'stalled' } : OK;
}

/** Whether a new client is welcome and finds a market that moves. */
export function readyz(life: VenueLife): HealthAnswer {
  if (life.isGoingAway) return { status: 503, state: 'going-away' };
  if (!life.isWarm || life.lastStepAgeMs === null) return { status: 503, state: 'warming-up' };
  return life.lastStepAgeMs > READY_WITHIN_MS ? { status: 503, state: 'stalled' } : OK;
}
