import type { WindowMessage } from '../../contract/socket-messages.ts';
import { windowMessageOf, type MalformedMessage } from '../../contract/window-message.ts';

/** Reads one text message of a window. Never throws; `input` stays untrusted and is the terminal's to judge. */
export function readWindowMessage(text: string): WindowMessage | MalformedMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed', id: -1, expected: 'JSON' };
  }
  return windowMessageOf(value);
}
