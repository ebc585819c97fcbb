import { parseArgs } from 'node:util';

export type BenchArguments = {
  /** Nothing on standard output but one line of JSON. */
  readonly isJson: boolean;
  /** Short rounds: a look, not a result. */
  readonly isQuick: boolean;
  /** Puts the figures into RESULTS.md too. */
  readonly isWrite: boolean;
};

/** @returns what `npm run bench --` was asked for, or one line that says what is wrong with it */
export function readBenchArguments(argv: readonly string[]): BenchArguments | { readonly problem: string } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = { json: flag, quick: flag, write: flag } as const;
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    if (values.quick && values.write)
      return { problem: 'expected --write without --quick: RESULTS.md holds full runs only' };
    return { isJson: values.json, isQuick: values.quick, isWrite: values.write };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error);
    return { problem: `${reason}; expected --json, --quick or --write` };
  }
}
