import type { Delta, SnapshotPart } from '../core/market-data/market-event.ts';
import { deltaLevelsFault, snapshotLevelsFault } from './flat-array-checks.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { wireError, type WireError } from './wire-error.ts';

/** The levels array is passed on, not copied: the message that held it is given up. */
export function validateSnapshot(value: unknown): SnapshotPart | WireError {
  if (!schema.snapshot(value)) return badField('snapshot', value, schema.snapshot);
  if (value.part > value.parts)
    return wireError('WIRE_BAD_PART', `expected a part up to ${value.parts}, received ${value.part}`, value);
  const fault = snapshotLevelsFault(value.levels);
  if (fault !== '') return wireError('WIRE_BAD_LEVELS', `snapshot: ${fault}`, value);
  const { epoch, subscription, id, sequence, part, parts, levels, hash, venueTime, sentTime } = value;
  return {
    type: 'snapshot',
    epoch,
    subscription,
    id,
    sequence,
    part,
    parts,
    levels,
    hash,
    venueTime,
    sentTime,
  };
}

/** Judges any delta and says what is wrong with it; {@link quickDelta} accepts the same ones sooner. */
export function validateDelta(value: unknown): Delta | WireError {
  if (!schema.delta(value)) return badField('delta', value, schema.delta);
  const { epoch, subscription, previousSequence, sequence, levels, hash, venueTime, sentTime } = value;
  if (sequence <= previousSequence)
    return wireError(
      'WIRE_BAD_SEQUENCE',
      `expected a delta to a sequence above ${previousSequence}, received ${sequence}`,
      value,
    );
  const fault = deltaLevelsFault(levels);
  if (fault !== '') return wireError('WIRE_BAD_LEVELS', `delta: ${fault}`, value);
  return {
    type: 'delta',
    epoch,
    subscription,
    previousSequence,
    sequence,
    levels,
    hash,
    venueTime,
    sentTime,
  };
}
