import { LevelBatch } from './level-batch.ts';
import type { Delta, SnapshotPart } from './market-event.ts';

/** Kinds of a {@link BookUpdate}; on the wire the first integer of a message in flat form (PROTOCOL.md section 2). */
export const DELTA = 1;
export const SNAPSHOT = 2;

/** Places in `head`. Lanes of the hash are unsigned there; those a kind does not have are 0. */
export const UPDATE = {
  kind: 0,
  epoch: 1,
  subscription: 2,
  /** Of a delta. */
  previousSequence: 3,
  sequence: 4,
  hashA: 5,
  hashB: 6,
  venueTime: 7,
  sentTime: 8,
  /** These three of a snapshot. */
  id: 9,
  part: 10,
  parts: 11,
  length: 12,
} as const;

/** One field of a head. @param place of {@link UPDATE} */
export function fieldOf(head: Float64Array, place: number): number {
  return head[place] as number; // places are those of UPDATE, and a head is that long
}

/**
 * A delta or one part of a snapshot without an object for each: what the scanner writes and the book reads. One is used
 * again and again, so nobody keeps it, and numbers beyond 31 bits stay in the typed array, where they cost no memory.
 * Every field was checked as the schema would (wire), none yet against the book.
 */
export class BookUpdate {
  readonly head = new Float64Array(UPDATE.length);
  readonly levels = new LevelBatch();

  /** Takes a validated event. */
  fill(event: Delta | SnapshotPart): this {
    const { head } = this;
    const isDelta = event.type === 'delta';
    head[UPDATE.kind] = isDelta ? DELTA : SNAPSHOT;
    head[UPDATE.epoch] = event.epoch;
    head[UPDATE.subscription] = event.subscription;
    head[UPDATE.previousSequence] = isDelta ? event.previousSequence : 0;
    head[UPDATE.sequence] = event.sequence;
    head[UPDATE.hashA] = event.hash[0];
    head[UPDATE.hashB] = event.hash[1];
    head[UPDATE.venueTime] = event.venueTime;
    head[UPDATE.sentTime] = event.sentTime;
    head[UPDATE.id] = isDelta ? 0 : event.id;
    head[UPDATE.part] = isDelta ? 0 : event.part;
    head[UPDATE.parts] = isDelta ? 0 : event.parts;
    this.levels.fill(event.levels);
    return this;
  }
}
