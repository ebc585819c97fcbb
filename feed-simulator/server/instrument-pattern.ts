/**
 * Compiles patterns into one judgement of instrument names. `*` stands for any run of characters, also an empty one;
 * every other character stands for itself, case and all. No pattern matches nothing, no patterns match nothing.
 * The time to judge a name grows with its length times the patterns with a `*`, whatever they say.
 */
export function instrumentMatcher(patterns: readonly string[]): (id: string) => boolean {
  const names = new Set(patterns.filter((pattern) => !hasWildcard(pattern)));
  const wild = [...new Set(patterns.filter(hasWildcard))].map((pattern) => pattern.split('*'));
  if (wild.some((pieces) => pieces.every((piece) => piece === ''))) return () => true;
  return (id) => names.has(id) || wild.some((pieces) => fits(id, pieces));
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*');
}

/** @param pieces what stands before, between and after the `*`, two at least */
function fits(id: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  const end = id.length - last.length;
  let from = first.length;
  if (from > end || !id.startsWith(first) || !id.endsWith(last)) return false;
  // Each piece as early as it is found leaves the most room for those after it.
  for (const piece of pieces.slice(1, -1)) {
    const at = id.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= end;
}
