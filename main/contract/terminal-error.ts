export const TERMINAL_ERROR_CODES = [
  'TERMINAL_UNKNOWN_CHANNEL',
  'TERMINAL_INVALID_INPUT',
  'TERMINAL_UNKNOWN_INSTRUMENT',
  'TERMINAL_UNKNOWN_VIEW',
  'TERMINAL_TOO_MANY_VIEWS',
  'TERMINAL_UNTRUSTED_SENDER',
  'TERMINAL_HOST_GONE',
  'TERMINAL_INTERNAL',
] as const;
export type TerminalErrorCode = (typeof TERMINAL_ERROR_CODES)[number];

/** A refused request. `message` says what was expected and what was received. */
export class TerminalError extends Error {
  readonly code: TerminalErrorCode;
  constructor(code: TerminalErrorCode, message: string) {
    super(message);
    this.name = 'TerminalError';
    this.code = code;
  }
}
