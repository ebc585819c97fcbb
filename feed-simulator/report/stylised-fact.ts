/** A property that markets share, measured on a simulated day beside where it is published to lie. */
export type StylisedFact = {
  readonly name: string;
  readonly measured: number;
  /** The published range, both ends in; widened, where the source says so, for what one day leaves to chance. */
  readonly low: number;
  readonly high: number;
  /** Authors and year, and what they found. */
  readonly source: string;
};

export function fact(
  name: string,
  measured: number,
  [low, high]: readonly [number, number],
  source: string,
): StylisedFact {
  return { name, measured, low, high, source };
}

/** Not a number is not in range. */
export function isInRange({ measured, low, high }: StylisedFact): boolean {
  return measured >= low && measured <= high;
}

const NAME_WIDTH = 55;

/** One line of the report. */
export function factLine(each: StylisedFact): string {
  const range = `${shown(each.low)} to ${shown(each.high)}`;
  const verdict = isInRange(each) ? 'ok ' : 'OUT';
  return `${verdict}  ${each.name.padEnd(NAME_WIDTH)}${shown(each.measured).padStart(8)}   ${range.padEnd(16)} ${each.source}`;
}

function shown(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}
