import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import * as ws from 'ws';
import { createInflater, type DeflateTerms } from '../../../main/feed/receive/inflater.ts';
import { ReceivePath } from '../../../main/feed/receive/receive-path.ts';

/** The parts of `ws` that its types leave out. */
const parts = ws as unknown as {
  readonly Receiver: new (options: object) => Writable;
  readonly PerMessageDeflate: new (options: object) => { accept(offers: object[]): unknown; cleanup(): void };
};

export type JudgeOptions = {
  readonly maxPayload: number;
  readonly maxFragments: number;
  /** Where permessage-deflate was agreed on. */
  readonly deflate: DeflateTerms | null;
};

/** `ws`'s own reader of frames and what came out of it, a line each. */
export class WsReceiver {
  readonly #receiver: Writable;
  readonly #extension: { cleanup(): void } | null;
  /** As `ws` takes its listener off the socket. */
  isDone = false;
  onThrough: (bytes: Buffer | null, isBinary: boolean) => void = () => undefined;

  constructor({ maxPayload, maxFragments, deflate }: JudgeOptions, log: string[]) {
    const extension = deflate === null ? null : new parts.PerMessageDeflate({ isServer: false, maxPayload });
    extension?.accept([
      {
        ...(deflate?.keepsWindow === false ? { server_no_context_takeover: [true] } : {}),
        ...(deflate === null ? {} : { server_max_window_bits: [String(deflate.windowBits)] }),
      },
    ]);
    const extensions = extension === null ? {} : { 'permessage-deflate': extension };
    this.#extension = extension;
    this.#receiver = new parts.Receiver({ maxPayload, maxFragments, extensions, isServer: false });
    this.#listen(log);
  }

  /** @returns once `ws` has done with the bytes */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.isDone) return;
    await new Promise<void>((resolve) => this.#receiver.write(Buffer.from(bytes), () => resolve()));
    await turn();
  }

  writeNow(bytes: Uint8Array): void {
    if (!this.isDone) this.#receiver.write(Buffer.from(bytes));
  }

  /** Once all that was written has come out. */
  async settle(): Promise<void> {
    if (!this.isDone) await this.write(new Uint8Array(0));
    for (let turns = 0; turns < 3; turns += 1) await turn();
    this.#extension?.cleanup();
  }

  #listen(log: string[]): void {
    this.#receiver.on('message', (bytes: Buffer, isBinary: boolean) => this.onThrough(bytes, isBinary));
    for (const control of ['ping', 'pong']) {
      this.#receiver.on(control, (bytes: Buffer) => {
        log.push(`${control} ${bytes.toString('hex')}`);
        this.onThrough(null, false);
      });
    }
    this.#receiver.on('conclude', (code: number, reason: Buffer) => {
      this.isDone = true;
      log.push(`close ${code} ${reason.toString()}`);
    });
    this.#receiver.on('error', (error: NodeJS.ErrnoException) => {
      this.isDone = true;
      log.push(`error ${statusOf(error)} ${error.code}`);
    });
  }
}

/** What comes out of `ws` when it alone is given the chunks. */
export async function readByWs(chunks: readonly Uint8Array[], options: JudgeOptions): Promise<string[]> {
  const log: string[] = [];
  const receiver = new WsReceiver(options, log);
  receiver.onThrough = (bytes, isBinary) => {
    if (bytes !== null) log.push(messageLine(bytes, isBinary));
  };
  for (const chunk of chunks) await receiver.write(chunk);
  await receiver.settle();
  return log;
}

/**
 * What comes out when the receive path stands in front of `ws`, and who delivered each message.
 *
 * @param isOverdue whether to put off the rest of a chunk, asked over and over
 * @param Path with a planted fault, in the test of this test
 */
export async function readByPath(
  chunks: readonly Uint8Array[],
  options: JudgeOptions,
  isOverdue: () => boolean = () => false,
  Path: typeof ReceivePath = ReceivePath,
): Promise<{ log: string[]; direct: number }> {
  const log: string[] = [];
  const receiver = new WsReceiver(options, log);
  const inflater = options.deflate === null ? null : createInflater(options.deflate, options.maxPayload);
  let direct = 0;
  const path = new Path({
    limits: options,
    handOn: (bytes) => receiver.writeNow(bytes),
    pacer: { readStarts: () => undefined, isOverdue, readEnds: () => undefined },
    events: {
      onReadStart: () => undefined,
      onFrame: (bytes, start, end, isBinary) => {
        direct += 1;
        log.push(messageLine(bytes.subarray(start, end), isBinary));
      },
      onReadEnd: () => undefined,
    },
  });
  receiver.onThrough = (bytes, isBinary) => {
    if (bytes === null) return path.controlFromWs();
    direct -= 1;
    path.acceptFromWs(bytes, isBinary);
  };
  path.open('quick', inflater);
  for (const chunk of chunks) {
    // As the socket does it: the next read goes into the same memory.
    const memory = new Uint8Array(chunk);
    path.accept(memory, memory.length);
    memory.fill(0xee);
    await turn();
    path.takeLeft();
  }
  path.takeAll();
  await receiver.settle();
  inflater?.close();
  return { log, direct };
}

function messageLine(bytes: Uint8Array, isBinary: boolean): string {
  return `${isBinary ? 'binary' : 'text'} ${Buffer.from(bytes).toString('hex')}`;
}

function statusOf(error: Error): string {
  const symbol = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'status-code');
  return symbol === undefined ? 'without status' : String(Reflect.get(error, symbol));
}
