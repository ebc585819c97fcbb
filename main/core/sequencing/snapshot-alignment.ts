import type { SnapshotPart } from '../market-data/market-event.ts';

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
  #first: SnapshotPart | null = null;
  #received = 0;
  #levels = 0;

  /** Parts have come, but not all. */
  get isUnfinished(): boolean {
    return this.#first !== null && this.#received < this.#first.parts;
  }

  reset(): void {
    this.#first = null;
    this.#received = 0;
    this.#levels = 0;
  }

  /** After a fault nothing of that snapshot counts any more. After the last part, {@link isUnfinished} is false. */
  judge(part: SnapshotPart): PartVerdict {
    if (!this.isUnfinished) {
      this.reset();
      if (part.part !== 1) return 'stray';
    }
    const fault = this.#findFault(part);
    if (fault !== null) {
      this.reset();
      return fault;
    }
    const verdict = this.#first === null ? 'first' : 'next';
    this.#first ??= part;
    this.#received += 1;
    this.#levels += part.levels.length / 2;
    if (!this.isUnfinished) this.reset();
    return verdict;
  }

  /** A delta arrived: the fault when it cuts a snapshot in two, else null. */
  interrupt(): SnapshotFault | null {
    if (this.#first === null || !this.isUnfinished) return null;
    const expected = `part ${this.#received + 1} of ${this.#first.parts}`;
    this.reset();
    return snapshotFault(expected, 'a delta');
  }

  #findFault(part: SnapshotPart): SnapshotFault | null {
    const first = this.#first ?? part;
    const due = this.#received + 1;
    if (part.parts < 1 || part.parts > MAX_SNAPSHOT_PARTS)
      return snapshotFault(`1 to ${MAX_SNAPSHOT_PARTS} parts`, `${part.parts}`);
    if (part.part !== due || part.parts !== first.parts)
      return snapshotFault(`part ${due} of ${first.parts}`, `part ${part.part} of ${part.parts}`);
    if (part.sequence !== first.sequence || part.id !== first.id)
      return snapshotFault(
        `sequence ${first.sequence}, request ${first.id}`,
        `sequence ${part.sequence}, request ${part.id}`,
      );
    if (part.hash[0] !== first.hash[0] || part.hash[1] !== first.hash[1])
      return snapshotFault(`hash [${first.hash.join(', ')}]`, `[${part.hash.join(', ')}]`);
    const levels = this.#levels + part.levels.length / 2;
    if (levels > MAX_SNAPSHOT_LEVELS)
      return snapshotFault(`at most ${MAX_SNAPSHOT_LEVELS} levels`, `${levels} by part ${part.part}`);
    return null;
  }
}

function snapshotFault(expected: string, received: string): SnapshotFault {
  return { kind: 'snapshot-fault', expected, received };
}
