/** In a `slow` phase some clients do not read; everything else is as in a `plain` one. */
export type PhaseKind = 'plain' | 'slow';
export type Phase = { readonly kind: PhaseKind; readonly seconds: number };

const LONGEST_SECONDS = 5;
const LEAST_PAIRS = 2;

/** Phases of one run: a single plain one, or pairs of plain and slow in turn, so that a machine's moods meet both. */
export function phasesOf(seconds: number, slow: number): Phase[] {
  if (slow === 0) return [{ kind: 'plain', seconds }];
  const pairs = Math.max(LEAST_PAIRS, Math.ceil(seconds / (2 * LONGEST_SECONDS)));
  const each = seconds / (2 * pairs);
  return Array.from({ length: pairs }, (): Phase[] => [
    { kind: 'plain', seconds: each },
    { kind: 'slow', seconds: each },
  ]).flat();
}
