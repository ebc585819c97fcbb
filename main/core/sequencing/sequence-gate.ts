/** A message that does not join what is held: something between was lost. */
export type SequenceGap = {
  readonly kind: 'gap';
  /** The sequence the message should have followed. */
  readonly expected: number;
  /** The sequence it says it follows. */
  readonly received: number;
};

/**
 * Judges a delta covering `(previousSequence, sequence]` against a book that stands at `current` (PROTOCOL.md section 7):
 * wholly old is a duplicate, one that starts exactly here is next, anything else (also a partial overlap) is a gap.
 *
 * @param start where the message began that led to `current`: one that ends between the two was never part of it, so the
 *   book took a wrong sequence, and would take all that follows for duplicates
 */
export function judgeSequence(
  current: number,
  previousSequence: number,
  sequence: number,
  start = current,
): 'next' | 'duplicate' | SequenceGap {
  if (sequence <= start || sequence === current) return 'duplicate';
  if (previousSequence === current) return 'next';
  return { kind: 'gap', expected: current, received: previousSequence };
}
