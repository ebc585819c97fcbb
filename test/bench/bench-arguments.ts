import { parseArgs } from 'node:util';

export type BenchArguments = {
  /** Nothing on standard output but one line of JSON. */
  readonly isJson: boolean;
  /** Short rounds: a look, not a result. */
  readonly isQuick: boolean;
  /** Puts the figures into RESULTS.md too. */
  readonly isWrite: boolean;
  /** The books of other packages too; they are installed at the first run. */
  readonly hasPeers: boolean;
  /** Only the short ratios that must hold, and the exit code says whether they do. */
  readonly isGate: boolean;
  /** Whose work the gate slows down, to show that it turns red; none when empty. */
  readonly plant: string;
};

/** @returns what `npm run bench --` was asked for, or one line that says what is wrong with it */
export function readBenchArguments(argv: readonly string[]): BenchArguments | { readonly problem: string } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = {
      json: flag,
      quick: flag,
      write: flag,
      gate: flag,
      'no-peers': flag,
      plant: { type: 'string', default: '' },
    } as const;
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    if (values.write && (values.quick || values['no-peers'] || values.gate))
      return { problem: 'expected --write alone or with --json: RESULTS.md holds full runs only' };
    if (values.plant !== '' && !values.gate) return { problem: 'expected --plant with --gate only' };
    return {
      isJson: values.json,
      isQuick: values.quick,
      isWrite: values.write,
      hasPeers: !values['no-peers'],
      isGate: values.gate,
      plant: values.plant,
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error);
    return { problem: `${reason}; expected --json, --quick, --write, --no-peers, --gate or --plant` };
  }
}
