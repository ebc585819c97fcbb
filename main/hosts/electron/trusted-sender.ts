import { APP_ORIGIN } from './app-protocol.ts';
import type { FrameLike, SenderEvent } from './electron-like.ts';

/**
 * The frame behind an IPC message when it is the main frame of one of our windows and shows our own page, else null.
 * A frame that has gone (null, detached, or throwing when looked at) is not trusted: nobody is left to answer.
 */
export function trustedFrame(
  event: SenderEvent,
  isOwnWindow: (contentsId: number) => boolean,
): FrameLike | null {
  try {
    const frame = event.senderFrame;
    if (frame === null || frame.detached || frame.parent !== null) return null;
    if (frame.origin !== APP_ORIGIN || !frame.url.startsWith(`${APP_ORIGIN}/`)) return null;
    return isOwnWindow(event.sender.id) ? frame : null;
  } catch {
    return null;
  }
}
