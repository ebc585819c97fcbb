import type { BookStreamOptions } from '../book-stream.ts';
import { AskedProcess } from './child-process.ts';
import type {
  Measured,
  ReceiverAnswer,
  ReceiverName,
  ReceiverRequest,
  SenderAnswer,
  SenderRequest,
} from './path-messages.ts';
import { RECEIVERS } from './receivers.ts';

type Sender = AskedProcess<SenderRequest, SenderAnswer>;
type Receiver = AskedProcess<ReceiverRequest, ReceiverAnswer>;

/** One run through one receiver, and whether its books ended as the stream did. */
export type PathRun = Measured & { readonly endsRight: boolean };
export type PathRunOptions = {
  readonly messages: number;
  readonly isDeflated?: boolean;
  readonly isCalm?: boolean;
};

/**
 * A sender in one process and receivers in one process each, which stay from run to run, so that their code is compiled
 * when it counts. One run at a time.
 */
export class PathBench {
  readonly #shape: BookStreamOptions;
  readonly #sender: Sender;
  readonly #receivers = new Map<ReceiverName, Receiver>();
  readonly #port: Promise<number>;

  constructor(shape: BookStreamOptions) {
    this.#shape = shape;
    this.#sender = new AskedProcess(new URL('sender.ts', import.meta.url), { shape });
    this.#port = this.#sender.answer('listening').then(({ port }) => port);
  }

  /** As quickly as it is read. */
  async blast(name: ReceiverName, options: PathRunOptions): Promise<PathRun> {
    return this.#run(name, options, false, () => {
      this.#sender.tell({ kind: 'blast' });
      return Promise.resolve();
    });
  }

  /** So many messages a second. @returns with it the milliseconds of each message from socket to view state */
  async pace(
    name: ReceiverName,
    options: PathRunOptions,
    messagesPerSecond: number,
  ): Promise<PathRun & { readonly latencyMs: Float64Array }> {
    let sentMs: Float64Array = new Float64Array(0);
    const run = await this.#run(name, options, true, async () => {
      sentMs = (await this.#sender.ask({ kind: 'pace', messagesPerSecond }, 'paced')).sentMs;
    });
    return { ...run, latencyMs: run.doneMs.map((done, i) => done - (sentMs[i] ?? 0)) };
  }

  /** Connects only. @returns own processor time of the longest turn until every book stood, milliseconds */
  async connect(name: ReceiverName): Promise<number> {
    const receiver = this.#receiver(name);
    const connection = { isDeflated: false, isCalm: false, port: await this.#port };
    const { blockMs } = await receiver.ask({ kind: 'connect', ...connection }, 'live');
    receiver.tell({ kind: 'close' });
    return blockMs;
  }

  async end(): Promise<void> {
    await Promise.all([...this.#receivers.values()].map((receiver) => receiver.end()));
    await this.#sender.end();
  }

  async #run(
    name: ReceiverName,
    { messages, isDeflated = false, isCalm = false }: PathRunOptions,
    isEachTimed: boolean,
    send: () => Promise<void>,
  ): Promise<PathRun> {
    const { form } = RECEIVERS[name];
    const port = await this.#port;
    const receiver = this.#receiver(name);
    const { endHashes } = await this.#sender.ask({ kind: 'prepare', form, messages, isDeflated }, 'prepared');
    await receiver.ask({ kind: 'connect', port, isDeflated, isCalm }, 'live');
    await receiver.ask({ kind: 'measure', messages, isEachTimed }, 'armed');
    const [measured] = await Promise.all([receiver.answer('measured'), send()]);
    receiver.tell({ kind: 'close' });
    const endsRight = endHashes.every(
      ([a, b], i) => measured.hashes[i]?.[0] === a && measured.hashes[i]?.[1] === b,
    );
    return { ...measured, endsRight };
  }

  #receiver(name: ReceiverName): Receiver {
    const known = this.#receivers.get(name);
    if (known !== undefined) return known;
    const made: Receiver = new AskedProcess(
      new URL('receiver.ts', import.meta.url),
      { shape: this.#shape, receiver: name },
      ['--expose-gc'],
    );
    this.#receivers.set(name, made);
    return made;
  }
}
