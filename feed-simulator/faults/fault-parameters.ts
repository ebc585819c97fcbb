import type { FaultKind, FaultParameters } from './fault-spec.ts';

/** What one number of a kind may be. Whole numbers only. `fallback` null: it must be given. */
export type ParameterRange = {
  readonly least: number;
  readonly most: number;
  readonly fallback: number | null;
};

/** What can be said of a kind of fault besides its own numbers. */
type KindTerms = {
  readonly parameters: Partial<Record<keyof FaultParameters, ParameterRange>>;
  /** `message`: befalls messages, which instruments and channels choose. `connection`: whole connections. `venue`: all. */
  readonly befalls: 'message' | 'connection' | 'venue';
  /** Whether each message (in a storm each connection) is drawn for. */
  readonly isDrawn: boolean;
};

/** One minute: nothing is held back longer, so what is held stays bounded. */
export const LONGEST_DELAY_MS = 60_000;
/** The protocol's largest server message, and one byte. */
const LEAST_OVERSIZED_BYTES = 1_048_577;
const ONE_DAY_MS = 86_400_000;

const wait = (fallback: number | null, least = 0): ParameterRange => ({
  least,
  most: LONGEST_DELAY_MS,
  fallback,
});
const ofMessages = (parameters: KindTerms['parameters'] = {}, isDrawn = true): KindTerms => ({
  parameters,
  befalls: 'message',
  isDrawn,
});

export const FAULT_TERMS: Readonly<Record<FaultKind, KindTerms>> = {
  drop: ofMessages(),
  duplicate: ofMessages(),
  reorder: ofMessages({ lateMs: wait(50, 1) }),
  delay: ofMessages({ delayMs: wait(0), jitterMs: wait(0) }),
  gap: ofMessages({ run: { least: 1, most: 1_000, fallback: 5 } }),
  'wrong-checksum': ofMessages(),
  'crossed-book': ofMessages(),
  'malformed-frame': ofMessages(),
  'half-frame': ofMessages(),
  'oversized-frame': ofMessages({
    bytes: { least: LEAST_OVERSIZED_BYTES, most: 4 * 1_048_576, fallback: LEAST_OVERSIZED_BYTES },
  }),
  'stalled-while-connected': ofMessages({}, false),
  'heartbeat-loss': { parameters: {}, befalls: 'connection', isDrawn: false },
  'half-open-socket': { parameters: {}, befalls: 'connection', isDrawn: false },
  'disconnect-storm': {
    parameters: { everyMs: { least: 100, most: 600_000, fallback: 1_000 } },
    befalls: 'connection',
    isDrawn: true,
  },
  'clock-step': ofMessages({ stepMs: { least: -ONE_DAY_MS, most: ONE_DAY_MS, fallback: null } }, false),
  'clock-skew': ofMessages({ partsPerMillion: { least: -500_000, most: 500_000, fallback: null } }, false),
  'server-restart': { parameters: { pauseMs: wait(1_000) }, befalls: 'venue', isDrawn: false },
  'slow-server': ofMessages(
    {
      delayMs: wait(0),
      growMsPerSecond: { least: 0, most: 10_000, fallback: 0 },
      maxMs: wait(LONGEST_DELAY_MS, 1),
    },
    false,
  ),
};

/** Every number at 0. */
export const NO_PARAMETERS: FaultParameters = {
  delayMs: 0,
  jitterMs: 0,
  lateMs: 0,
  run: 0,
  everyMs: 0,
  stepMs: 0,
  partsPerMillion: 0,
  pauseMs: 0,
  growMsPerSecond: 0,
  maxMs: 0,
  bytes: 0,
};
