/** Thrown inside this folder while a fault or a scenario is read, and turned into a value there; never leaves it. */
export class UnreadableJson extends Error {}

export type JsonMap = Readonly<Record<string, unknown>>;

/** @throws UnreadableJson when the value is no map or has a field that is not in `known` */
export function mapOf(value: unknown, what: string, known: readonly string[]): JsonMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableJson(`expected ${what} as a map, received ${textOf(value)}`);
  for (const field of Object.keys(value))
    if (!known.includes(field))
      throw new UnreadableJson(`expected in ${what} only ${known.join(', ')}, received ${textOf(field)}`);
  return value as JsonMap;
}

/** @throws UnreadableJson when it is no number in the range */
export function numberOf(value: unknown, what: string, least: number, most: number, isWhole = true): number {
  const isRight =
    typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (isRight) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new UnreadableJson(`expected ${what} as ${kind} from ${least} to ${most}, received ${textOf(value)}`);
}

/** @throws UnreadableJson when it is no text of 1 to `longest` characters */
export function textFieldOf(value: unknown, what: string, longest: number): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= longest) return value;
  throw new UnreadableJson(
    `expected ${what} as text of 1 to ${longest} characters, received ${textOf(value)}`,
  );
}

/** @throws UnreadableJson when it is none of the words */
export function wordOf<Word extends string>(value: unknown, what: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw new UnreadableJson(`expected ${what} as one of ${words.join(', ')}, received ${textOf(value)}`);
}

/** @throws UnreadableJson when it is no list of 1 to `most` entries, each to the liking of `read` */
export function listOf<Entry>(
  value: unknown,
  what: string,
  most: number,
  read: (entry: unknown, what: string) => Entry,
): Entry[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most)
    throw new UnreadableJson(`expected ${what} as a list of 1 to ${most}, received ${textOf(value)}`);
  return value.map((entry: unknown, place) => read(entry, `${what}[${place}]`));
}

const LONGEST_SHOWN = 80;

function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
