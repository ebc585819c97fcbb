import type { ServerResponse } from 'node:http';
import type { Connection, ConnectionFacts } from '../server/connection.ts';
import type { EncodedFrame } from '../server/shared-message.ts';
import type { EventSink } from './event-stream.ts';
import { eventText } from './event-text.ts';

const TYPE = /"type":"([a-z-]{1,32})"/;

/** An HTTP response as the way to one client: events go out on it until either side ends it. */
export class ResponseConnection implements Connection, EventSink {
  readonly facts: ConnectionFacts;
  readonly #response: ServerResponse;
  readonly #maxUnsentBytes: number;
  #isFrozen = false;

  /** @param maxUnsentBytes more than this waits for no client: it is cut */
  constructor(response: ServerResponse, facts: ConnectionFacts, maxUnsentBytes: number) {
    this.facts = facts;
    this.#response = response;
    this.#maxUnsentBytes = maxUnsentBytes;
  }

  write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#response.write(text);
    if (this.bufferedBytes() > this.#maxUnsentBytes) this.cut();
  }

  needsDrain(): boolean {
    return this.#response.writableNeedDrain;
  }

  isFrozen(): boolean {
    return this.#isFrozen;
  }

  bufferedBytes(): number {
    return this.#response.writableLength;
  }

  /** As an event whose type is read from the message itself. */
  send(frame: EncodedFrame): void {
    this.write(textOf(frame));
  }

  end(): void {
    if (!this.#response.writableEnded) this.#response.end();
  }

  /** A response has no code and no reason to give: what is to be said is an event before this. */
  close(): void {
    this.end();
  }

  cut(): void {
    this.#response.destroy();
  }

  freeze(isFrozen: boolean): void {
    if (isFrozen === this.#isFrozen) return;
    this.#isFrozen = isFrozen;
    if (isFrozen) this.#response.socket?.cork();
    else this.#response.socket?.uncork();
  }

  sendHalf(frame: EncodedFrame): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    const text = textOf(frame);
    this.#response.write(text.slice(0, Math.ceil(text.length / 2)), () => this.cut());
  }
}

function textOf(frame: EncodedFrame): string {
  const text = typeof frame === 'string' ? frame : Buffer.from(frame).toString('utf8');
  return eventText(TYPE.exec(text)?.[1] ?? 'message', text, null);
}
