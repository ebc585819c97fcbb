import { CONTROL_USAGE, readControlArguments } from './control-arguments.ts';
import type { ControlArguments } from './control-arguments.ts';

/** What the command needs of the machine. */
export type ControlSurroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  /** Takes a line for standard output, and one for standard error. */
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
};

const OK = 0;
const REFUSED = 1;
const WRONG_USE = 2;
const ANSWER_WITHIN_MS = 10_000;

/** `npm run simulate -- control ...`. Prints the answer as JSON. @returns the exit code: 1 when refused, 2 for wrong use */
export async function controlCommand(
  argv: readonly string[],
  surroundings: ControlSurroundings,
): Promise<number> {
  const { print, complain } = surroundings;
  const read = readControlArguments(argv, surroundings.environment);
  if (read === 'help') {
    print(CONTROL_USAGE);
    return OK;
  }
  if ('problem' in read) {
    complain(`simulate control: ${read.problem}`);
    return WRONG_USE;
  }
  try {
    const { status, text } = await asked(read, surroundings.fetch);
    if (status >= 200 && status < 300) {
      print(indented(text));
      return OK;
    }
    complain(`simulate control: ${refusalText(status, text)}`);
    return REFUSED;
  } catch (error) {
    complain(`simulate control: no answer from ${read.url}: ${reasonOf(error)}`);
    return REFUSED;
  }
}

async function asked(
  { url, token, request }: ControlArguments,
  ask: typeof fetch,
): Promise<{ status: number; text: string }> {
  const { method, path, body } = request;
  const answer = await ask(`${url}/v1/control/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return { status: answer.status, text: await answer.text() };
}

function refusalText(status: number, text: string): string {
  const answer = jsonOf(text);
  if (typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer)
    return answer.code === 'UNKNOWN_PATH'
      ? 'the simulated exchange takes no control: start it with --control'
      : `${String(answer.code)}, ${String(answer.message)}`;
  return `HTTP ${status}`;
}

function indented(text: string): string {
  const answer = jsonOf(text);
  return answer === undefined ? text : JSON.stringify(answer, null, 2);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides the system's reason one level down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
