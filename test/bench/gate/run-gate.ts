import { rounded } from '../statistics.ts';
import { GATE_CHECKS, type GateCheck } from './gate-checks.ts';

/** How one ratio came out. */
export type GateVerdict = {
  readonly name: string;
  readonly peer: string;
  readonly ratio: number;
  readonly floor: number;
  readonly isGreen: boolean;
};

const ROUNDS = 3;
/** Before a ratio is called too low it gets this many rounds more. */
const SECOND_ROUNDS = 6;
/** What a planted fault makes of the work. */
const PLANTED_SLOW_DOWN = 8;

/**
 * Judges the ratios: a floor that is missed is measured a second time, longer, before it counts.
 *
 * @param plant the check whose work is slowed down eight times, alone; empty judges all as they are
 * @returns whether all hold
 * @throws RangeError for a check that there is not
 */
export async function runGate(plant: string, isJson: boolean): Promise<boolean> {
  const checks = plant === '' ? GATE_CHECKS : GATE_CHECKS.filter(({ name }) => name === plant);
  if (checks.length === 0)
    throw new RangeError(
      `expected one of ${GATE_CHECKS.map(({ name }) => name).join(', ')}, received ${plant}`,
    );
  const verdicts: GateVerdict[] = [];
  for (const check of checks) {
    const verdict = await judge(check, plant === '' ? 1 : PLANTED_SLOW_DOWN);
    verdicts.push(verdict);
    console.error(verdictLine(verdict));
  }
  const isGreen = verdicts.every((verdict) => verdict.isGreen);
  console.log(isJson ? JSON.stringify({ isGreen, verdicts }) : `gate: ${isGreen ? 'green' : 'red'}`);
  return isGreen;
}

export async function judge(check: GateCheck, slowDown: number): Promise<GateVerdict> {
  const { name, peer, floor } = check;
  let ratio = await check.ratio(ROUNDS, slowDown);
  if (ratio < floor) ratio = await check.ratio(SECOND_ROUNDS, slowDown);
  return { name, peer, ratio: rounded(ratio, 3), floor, isGreen: ratio >= floor };
}

function verdictLine({ name, peer, ratio, floor, isGreen }: GateVerdict): string {
  return `gate: ${name} is ${ratio} times ${peer}, at least ${floor}: ${isGreen ? 'green' : 'red'}`;
}
