import { parseArgs } from 'node:util';

export type ScreenArguments = {
  /** Nothing on standard output but one line of JSON. */
  readonly isJson: boolean;
  /** Traced time of each page. */
  readonly seconds: number;
};

const DEFAULT_SECONDS = 60;
const LEAST_SECONDS = 2;
const MOST_SECONDS = 600;

/** @returns what `npm run bench:screen --` was asked for, or one line that says what is wrong with it */
export function readScreenArguments(argv: readonly string[]): ScreenArguments | { readonly problem: string } {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: String(DEFAULT_SECONDS) },
    } as const;
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    const seconds = Number(values.seconds);
    if (/^\d+$/.test(values.seconds) && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)
      return { isJson: values.json, seconds };
    return {
      problem: `expected --seconds from ${LEAST_SECONDS} to ${MOST_SECONDS}, received "${values.seconds}"`,
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error);
    return { problem: `${reason}; expected --json or --seconds N` };
  }
}
