import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import type { WireErrorCode } from '../../main/wire/wire-error.ts';
import { GOLDEN_MESSAGES } from './golden-frames.ts';

/** One thing wrong, the code it must raise and what the log must say of it. */
export type FaultExample = {
  readonly what: string;
  readonly code: WireErrorCode;
  readonly says: string;
  readonly raise: () => unknown;
};

type Told = (code: WireErrorCode, what: string, says: string) => FaultExample;

/** The decoded golden message of that name. */
export const golden = (name: string): object =>
  GOLDEN_MESSAGES.flatMap((message) => (message.name === name ? [message.decoded as object] : []))[0] ?? {};

/** The two trades of the golden messages, and the two candles, as they travel. */
export const FLAT_TRADES = [880012, 10002, 4, 1, 5, 880013, 10000, 3, 2, 5];
export const FLAT_CANDLES = [
  [60_000_000, 10000, 10005, 9998, 10002, 50, 40, 17],
  [120_000_000, 10002, 10002, 10002, 10002, 1, 0, 1],
].flat();

/** A right server message with something changed. */
export const server =
  (name: string, changes: object): Told =>
  (code, what, says) => {
    const message = golden(`server-${name}`) as { trades?: unknown; candles?: unknown };
    const trades = Array.isArray(message.trades) ? { trades: FLAT_TRADES } : {};
    const candles = Array.isArray(message.candles) ? { candles: FLAT_CANDLES } : {};
    const value = { ...message, ...trades, ...candles, ...changes };
    return { what, code, says, raise: () => validateServerMessage(value) };
  };

/** A right request with something changed. */
export const client =
  (name: string, changes: object): Told =>
  (code, what, says) => ({
    what,
    code,
    says,
    raise: () => validateClientMessage({ ...golden(`client-${name}`), ...changes }),
  });
