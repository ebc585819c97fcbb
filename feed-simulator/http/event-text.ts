import type { EncodedFrame } from '../server/shared-message.ts';

// The text format of Server-Sent Events, HTML standard section 9.2.

/** Milliseconds a client waits before it opens the stream again. */
const RETRY_MS = 1_000;
export const STREAM_OPENING = `retry: ${RETRY_MS}\n: touchline market data\n\n`;
export const KEEP_ALIVE = ': keep-alive\n\n';

const LINE_END = /\r\n|\r|\n/;

/**
 * One event. `frame` is JSON text of one line; a broken one (a fault) may have more and becomes as many `data` lines.
 *
 * @param cursor where a receiver stands that has taken this event; null where that is not said
 */
export function eventText(type: string, frame: EncodedFrame, cursor: string | null): string {
  const text = typeof frame === 'string' ? frame : Buffer.from(frame).toString('utf8');
  const lines = text.split(LINE_END).map((line) => `data: ${line}\n`);
  return `event: ${type}\n${lines.join('')}${cursor === null ? '' : `id: ${cursor}\n`}\n`;
}
