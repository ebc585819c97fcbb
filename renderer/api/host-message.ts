import { isPushChannel } from '../../main/contract/channel-names.ts';
import type { HostMessage } from '../../main/contract/socket-messages.ts';
import { TERMINAL_ERROR_CODES, type TerminalErrorCode } from '../../main/contract/terminal-error.ts';

/** @returns null for text that is not a message of the contract */
export function readHostMessage(text: string): HostMessage | null {
  return hostMessageOf(parsed(text));
}

/** @returns null for a value that is not a message of the contract */
export function hostMessageOf(value: unknown): HostMessage | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const { kind, id, channel } = fields;
  if (kind === 'push') return isPushChannel(channel) ? { kind, channel, payload: fields['payload'] } : null;
  if (typeof id !== 'number') return null;
  if (kind === 'answer') return { kind, id, result: fields['result'] };
  if (kind !== 'refusal') return null;
  return { kind, id, code: refusalCode(fields['code']), message: String(fields['message']) };
}

/** A code this window does not know is a newer host's: it is still a refusal. */
export function refusalCode(code: unknown): TerminalErrorCode {
  return TERMINAL_ERROR_CODES.find((known) => known === code) ?? 'TERMINAL_INTERNAL';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
