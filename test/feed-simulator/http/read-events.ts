/** One event of a stream, as the HTML standard section 9.2.6 dispatches it. */
export type ReadEvent = { readonly event: string; readonly data: string; readonly id: string };

/** Reads `text/event-stream` as the standard says, from text in pieces. Written from the standard alone. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  retryMs: number | null = null;
  lastEventId = '';
  #rest = '';
  #block = { event: '', data: [] as string[], id: '' };

  /** @returns the events that this piece completed */
  feed(piece: string): ReadEvent[] {
    const before = this.events.length;
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    return this.events.slice(before);
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return void this.comments.push(line.slice(1).trim());
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#block.event = value;
    else if (field === 'data') this.#block.data.push(value);
    else if (field === 'id') this.#block.id = value;
    else if (field === 'retry') this.retryMs = Number(value);
  }

  #dispatch(): void {
    const { event, data, id } = this.#block;
    this.lastEventId = id;
    // The id stays what it was until another comes.
    this.#block = { event: '', data: [], id };
    if (data.length > 0) this.events.push({ event: event || 'message', data: data.join('\n'), id });
  }
}
