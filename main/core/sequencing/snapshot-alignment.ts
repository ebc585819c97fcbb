import { fieldOf, UPDATE, type BookUpdate } from '../market-data/book-update.ts';

/** Most levels a snapshot may hold over all its parts, and most parts (PROTOCOL.md section 4). */
export const MAX_SNAPSHOT_LEVELS = 400_000;
export const MAX_SNAPSHOT_PARTS = 10_000;

/** Why the parts received do not make one snapshot. */
export type SnapshotFault = {
  readonly kind: 'snapshot-fault';
  readonly expected: string;
  readonly received: string;
};

/** `stray`: a later part of a snapshot whose beginning was refused or never seen. */
export type PartVerdict = 'first' | 'next' | 'stray' | SnapshotFault;

/**
 * Judges the numbered parts of one snapshot: they must come in order, back to back, and agree. Holds no levels.
 *
 * No deltas are kept back while parts arrive: on this protocol the snapshot stands in the stream itself, so the deltas
 * after it join it and those before it are in it.
 */
export class SnapshotAlignment {
  /** Head of the first part; means something while parts have come. */
  readonly #first = new Float64Array(UPDATE.length);
  #received = 0;
  #levels = 0;

  /** Parts have come, but not all. */
  get isUnfinished(): boolean {
    return this.#received > 0;
  }

  reset(): void {
    this.#received = 0;
    this.#levels = 0;
  }

  /** After a fault nothing of that snapshot counts any more. After the last part, {@link isUnfinished} is false. */
  judge({ head, levels }: BookUpdate): PartVerdict {
    const isFirst = this.#received === 0;
    if (isFirst) {
      if (fieldOf(head, UPDATE.part) !== 1) return 'stray';
      this.#first.set(head);
    }
    const fault = this.#findFault(head, levels.count);
    if (fault !== null) {
      this.reset();
      return fault;
    }
    this.#received += 1;
    this.#levels += levels.count;
    if (this.#received === fieldOf(head, UPDATE.parts)) this.reset();
    return isFirst ? 'first' : 'next';
  }

  /** A delta arrived: the fault when it cuts a snapshot in two, else null. */
  interrupt(): SnapshotFault | null {
    if (!this.isUnfinished) return null;
    const expected = `part ${this.#received + 1} of ${fieldOf(this.#first, UPDATE.parts)}`;
    this.reset();
    return snapshotFault(expected, 'a delta');
  }

  #findFault(head: Float64Array, count: number): SnapshotFault | null {
    const first = this.#first;
    const due = this.#received + 1;
    const parts = fieldOf(head, UPDATE.parts);
    if (parts < 1 || parts > MAX_SNAPSHOT_PARTS)
      return snapshotFault(`1 to ${MAX_SNAPSHOT_PARTS} parts`, `${parts}`);
    if (fieldOf(head, UPDATE.part) !== due || parts !== fieldOf(first, UPDATE.parts))
      return snapshotFault(
        `part ${due} of ${fieldOf(first, UPDATE.parts)}`,
        `part ${fieldOf(head, UPDATE.part)} of ${parts}`,
      );
    if (differ(first, head, UPDATE.sequence) || differ(first, head, UPDATE.id))
      return snapshotFault(requestText(first), requestText(head));
    if (differ(first, head, UPDATE.hashA) || differ(first, head, UPDATE.hashB))
      return snapshotFault(`hash ${hashText(first)}`, hashText(head));
    const levels = this.#levels + count;
    if (levels > MAX_SNAPSHOT_LEVELS)
      return snapshotFault(`at most ${MAX_SNAPSHOT_LEVELS} levels`, `${levels} by part ${due}`);
    return null;
  }
}

function differ(one: Float64Array, other: Float64Array, place: number): boolean {
  return fieldOf(one, place) !== fieldOf(other, place);
}

function requestText(head: Float64Array): string {
  return `sequence ${fieldOf(head, UPDATE.sequence)}, request ${fieldOf(head, UPDATE.id)}`;
}

function hashText(head: Float64Array): string {
  return `[${fieldOf(head, UPDATE.hashA)}, ${fieldOf(head, UPDATE.hashB)}]`;
}

function snapshotFault(expected: string, received: string): SnapshotFault {
  return { kind: 'snapshot-fault', expected, received };
}
