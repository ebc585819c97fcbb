import type { SharedMessage } from '../server/shared-message.ts';

/** One message on its way to one connection, as faults make it. */
export type Parcel = {
  readonly message: SharedMessage;
  /** Milliseconds it is held. */
  readonly lateMs: number;
  /** Those behind it overtake it; otherwise they wait with it. */
  readonly isOvertaken: boolean;
  /** `half`: the connection ends within the frame. */
  readonly form: 'whole' | 'cut-short' | 'half' | 'oversized';
  /** Least length of an oversized frame. */
  readonly bytes: number;
};

/** A message to which nothing happens. */
export function parcelOf(message: SharedMessage): Parcel {
  return { message, lateMs: 0, isOvertaken: false, form: 'whole', bytes: 0 };
}
