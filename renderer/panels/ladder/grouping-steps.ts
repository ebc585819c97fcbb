/** Ticks per row a trader can choose, fine to coarse; past the largest a whole book would lie on a row or two. */
export const GROUP_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000] as const;

/** @returns the next larger step, or the same when it is the largest */
export function coarserStep(step: number): number {
  return GROUP_STEPS.find((candidate) => candidate > step) ?? step;
}

/** @returns the next smaller step, or the same when it is the smallest */
export function finerStep(step: number): number {
  return GROUP_STEPS.findLast((candidate) => candidate < step) ?? step;
}
