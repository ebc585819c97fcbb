import { pino } from 'pino';
import type { Logger } from 'pino';
import type { AuditEntry } from '../server/audit-entry.ts';
import { withoutSecrets, maskSecrets } from './secret-free.ts';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Log = {
  /** For whoever logs on its own account: the HTTP server, the driver. */
  readonly logger: Logger;
  /** One line at level `info`, its `audit` field saying of what. */
  audit(entry: AuditEntry): void;
};

/** Level and place of the log as the command line asks for them; null in `level` means the fitting default. */
export type LogChoice = {
  readonly level: LogLevel | null;
  readonly file: string | null;
  readonly isJson: boolean;
};

/**
 * A person at a terminal sees what is wrong; a program, or a file, gets everything from `info` on.
 *
 * @returns the level, and the file or 2 for standard error: standard output is for the address
 */
export function chosenLog(choice: LogChoice): { level: LogLevel; destination: number | string } {
  const level = choice.level ?? (choice.isJson || choice.file !== null ? 'info' : 'warn');
  return { level, destination: choice.file ?? 2 };
}

/**
 * Structured log lines, one JSON object each: `level` as a word, `time` as ISO text in UTC, no process id or host name.
 * No token, `Authorization` header or `access_token` parameter is in any line, whatever is passed in; see
 * {@link withoutSecrets}. Only free text in which a secret has no name before it and no shape of its own cannot be known.
 */
export function createLog(options: { level: LogLevel; stream: { write(line: string): void } }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: secretFreeFields },
      serializers: { msg: withoutSecrets, req: asItIs, res: asItIs, err: asItIs },
      // The last look at the whole line: what other code put together by itself.
      hooks: { streamWrite: maskSecrets },
    },
    options.stream,
  );
  hideInChildren(logger);
  return {
    logger,
    audit: (entry) => {
      const { event, ...rest } = entry;
      logger.info({ audit: event, ...flat(rest) });
    },
  };
}

/** Children, and theirs, do not inherit the formatter of bindings; they do inherit how children are made. */
function hideInChildren(logger: Logger): void {
  const makeChild: unknown = Reflect.get(logger, 'child');
  if (typeof makeChild !== 'function') throw new TypeError('expected a logger that makes children');
  const child = function (this: Logger, bindings: Named, ...options: unknown[]): unknown {
    return Reflect.apply(makeChild, this, [secretFreeFields(bindings), ...options]);
  };
  Object.assign(logger, { child });
}

/** The formatter has made these safe already; Node's own requests would otherwise be written with all their headers. */
function asItIs(value: unknown): unknown {
  return value;
}

function secretFreeFields(fields: Named): Record<string, unknown> {
  const known: Record<string, unknown> = { ...fields };
  if ('req' in fields) known['req'] = requestFields(fields['req']);
  if ('res' in fields) known['res'] = answerFields(fields['res']);
  const copy = withoutSecrets(known);
  return typeof copy === 'object' && copy !== null ? (copy as Record<string, unknown>) : { fields: copy };
}

type Named = Readonly<Record<string, unknown>>;

/** Of a request only what tells which one it was: no header is logged. */
function requestFields(request: unknown): unknown {
  if (typeof request !== 'object' || request === null) return request;
  const { method, url, ip, id } = request as Named;
  return { id, method, url, address: ip };
}

function answerFields(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  return { statusCode: (answer as Named)['statusCode'] };
}

/** The facts of a connection beside the other fields, its number as `connection`. */
function flat(entry: Named): Named {
  const facts = entry['connection'];
  if (typeof facts !== 'object' || facts === null) return entry;
  const { number, ...rest } = facts as Named;
  return { ...entry, connection: number, ...rest };
}
