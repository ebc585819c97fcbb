import { constants, createInflateRaw, deflateRawSync, type InflateRaw } from 'node:zlib';

/** What became of bytes given to an {@link Inflater}. */
export type Inflated = 'taken' | 'too-large' | 'bad';

/** What the two sides agreed on (RFC 7692 section 7.1), as far as it concerns what the server sends. */
export type DeflateTerms = {
  /** 8 to 15 */
  readonly windowBits: number;
  /** False where the server starts each message with an empty window. */
  readonly keepsWindow: boolean;
};

/** Node's own engine under a zlib stream, by names that are not documented. */
type Engine = {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputStart: number,
    inputLength: number,
    output: Uint8Array,
    outputStart: number,
    outputLength: number,
  ): void;
};

/** What a sender leaves out at the end of each message (RFC 7692 section 7.2.1). */
const TRAILER = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/**
 * Inflates the messages of one connection, one synchronous call each, with the window kept between them, where
 * the stream that Node documents takes a trip through its thread pool. The price is a private door of Node, which
 * {@link createInflater} tries before it relies on it.
 */
export class Inflater {
  /** The first {@link length} hold the message. */
  readonly output: Uint8Array;
  length = 0;
  readonly #stream: InflateRaw;
  readonly #engine: Engine;
  /** Node writes here after each call: room left in the output, input not taken. */
  readonly #left: Uint32Array;
  readonly #keepsWindow: boolean;

  /** @param maxBytes most a message may hold */
  constructor(terms: DeflateTerms, maxBytes: number) {
    this.#stream = createInflateRaw({ windowBits: terms.windowBits });
    this.#stream.on('error', () => undefined); // told by `add` already
    this.#engine = engineOf(this.#stream);
    this.#left = leftOf(this.#stream);
    this.#keepsWindow = terms.keepsWindow;
    this.output = new Uint8Array(maxBytes + 1);
  }

  /** A message begins. */
  begin(): void {
    this.length = 0;
  }

  /** The payload of one of its frames. After anything but `taken` the inflater is of no more use. */
  add(bytes: Uint8Array, start: number, end: number): Inflated {
    const { output } = this;
    const flush = constants.Z_SYNC_FLUSH;
    this.#engine.writeSync(
      flush,
      bytes,
      start,
      end - start,
      output,
      this.length,
      output.length - this.length,
    );
    if (this.#stream.destroyed) return 'bad';
    const room = this.#left[0] ?? 0;
    if (room === 0) return 'too-large';
    this.length = output.length - room;
    // Room left and input left: the sender ended its stream (BFINAL); the next bytes begin a new one.
    if (this.#left[1] !== 0) this.#stream.reset();
    return 'taken';
  }

  /** The message is whole: {@link output} holds it until the next one begins. */
  end(): Inflated {
    const outcome = this.add(TRAILER, 0, TRAILER.length);
    if (outcome === 'taken' && !this.#keepsWindow) this.#stream.reset();
    return outcome;
  }

  close(): void {
    this.#stream.close();
  }
}

/** Null where this Node's engine is not as expected; `ws` inflates then. */
export function createInflater(
  terms: DeflateTerms,
  maxBytes: number,
  isTrusted: () => boolean = isEngineTrusted,
): Inflater | null {
  return isTrusted() ? new Inflater(terms, maxBytes) : null;
}

/** The answer of a server to an offer of permessage-deflate, which `ws` has accepted; null where it agreed to none. */
export function deflateTerms(extensions: string | undefined): DeflateTerms | null {
  if (extensions?.includes('permessage-deflate') !== true) return null;
  const bits = /server_max_window_bits\s*=\s*"?(\d+)/.exec(extensions)?.[1];
  return {
    windowBits: bits === undefined ? constants.Z_DEFAULT_WINDOWBITS : Number(bits),
    keepsWindow: !extensions.includes('server_no_context_takeover'),
  };
}

let verdict: boolean | null = null;

/** Tried once: a message, one that refers back to it, one that is too large, one that is bad. */
function isEngineTrusted(): boolean {
  try {
    verdict ??= passesTrial();
  } catch {
    verdict = false; // a Node whose engine is built otherwise; the connection says that `ws` reads it
  }
  return verdict;
}

function passesTrial(): boolean {
  const terms = { windowBits: constants.Z_DEFAULT_WINDOWBITS, keepsWindow: true };
  const first = Buffer.from('[1,7,12,500,501,683012610,764671643]');
  const deflated = [
    deflateRawSync(first, { finishFlush: constants.Z_SYNC_FLUSH }),
    deflateRawSync(first, { finishFlush: constants.Z_SYNC_FLUSH, dictionary: first }),
  ].map((message) => message.subarray(0, -TRAILER.length));
  const inflater = new Inflater(terms, first.length);
  const isRight = deflated.every((message) => {
    inflater.begin();
    const outcomes = [inflater.add(message, 0, message.length), inflater.end()];
    const isWhole = first.equals(inflater.output.subarray(0, inflater.length));
    return isWhole && outcomes.every((outcome) => outcome === 'taken');
  });
  inflater.close();
  const small = new Inflater(terms, first.length - 1);
  const isBounded =
    deflated[0] !== undefined && small.add(deflated[0], 0, deflated[0].length) === 'too-large';
  small.close();
  const isJudged = new Inflater(terms, 1).add(Uint8Array.of(0x07), 0, 1) === 'bad';
  return isRight && isBounded && isJudged;
}

function engineOf(stream: InflateRaw): Engine {
  const engine: unknown = Reflect.get(stream, '_handle');
  if (typeof engine === 'object' && engine !== null && 'writeSync' in engine) return engine as Engine;
  throw new Error('this Node has no synchronous zlib engine');
}

function leftOf(stream: InflateRaw): Uint32Array {
  const left: unknown = Reflect.get(stream, '_writeState');
  if (left instanceof Uint32Array && left.length >= 2) return left;
  throw new Error('this Node does not tell what zlib left');
}
