/** Something the terminal or the line to it did wrong; counted and shown in the log. */
export type ClientFault = { readonly code: string; readonly message: string };

/** The stable code an error carries, `TERMINAL_INTERNAL` when it carries none. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'TERMINAL_INTERNAL';
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
