import { coarserStep, finerStep } from './grouping-steps.ts';
import type { LadderState } from './ladder-state.svelte.ts';

type LadderCommands = Pick<LadderState, 'scrollBy' | 'recentre' | 'groupBy' | 'wantedStep' | 'position'>;

/**
 * Carries out the ladder's key, if it is one: arrows and page keys scroll and pin, Space re-centres, + and − group.
 * @returns whether it was
 */
export function pressLadderKey(ladder: LadderCommands, key: string): boolean {
  const page = Math.max(1, ladder.position.rows - 2);
  switch (key) {
    case 'ArrowUp':
      ladder.scrollBy(1);
      return true;
    case 'ArrowDown':
      ladder.scrollBy(-1);
      return true;
    case 'PageUp':
      ladder.scrollBy(page);
      return true;
    case 'PageDown':
      ladder.scrollBy(-page);
      return true;
    case ' ':
      ladder.recentre();
      return true;
    case '+':
    case '=':
      ladder.groupBy(coarserStep(ladder.wantedStep));
      return true;
    case '-':
      ladder.groupBy(finerStep(ladder.wantedStep));
      return true;
    default:
      return false;
  }
}
