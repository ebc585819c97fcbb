import type { TokenKey } from './access/token-key.ts';
import type { Scenario } from './faults/scenario.ts';
import type { InstrumentSpec } from './market-model/instrument-spec.ts';
import type { Log } from './observability/log.ts';
import type { VenueLimits } from './server/venue-limits.ts';

/** What an exchange is started with; what is left out has the value that the command line has. */
export type StartVenueOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly seed: number;
  /** Level updates a second over all instruments. */
  readonly rate: number;
  /** Loopback when left out. */
  readonly host?: string;
  /** The twelve when left out. */
  readonly specs?: readonly InstrumentSpec[];
  /** Simulated seconds in a real one; 1 when left out. */
  readonly speed?: number;
  readonly limits?: VenueLimits;
  /** True when left out. */
  readonly isAnonymousAllowed?: boolean;
  /** What tokens are signed with; one of this run only when left out. */
  readonly tokenKey?: TokenKey;
  /** PEM; plain HTTP when left out. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly isDeflating?: boolean;
  /** Opens `/v1/control`. */
  readonly isControlled?: boolean;
  /** Faults to begin with. */
  readonly scenario?: Scenario;
  /** One line about trouble, without line end; the default drops it. */
  readonly warn?: (line: string) => void;
  readonly log?: Log;
};
