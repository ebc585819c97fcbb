/** Clients that have come but have not got all they asked for; more wait, so that no venue meets a thousand at once. */
const MAX_STARTING = 32;
const START_LIMIT_MS = 60_000;

type RampOptions = {
  readonly count: number;
  /** Connects client `index` and says when it has all it asked for. */
  readonly connect: (index: number, onStarted: () => void) => void;
  readonly progress: (started: number) => void;
  readonly limitMs?: number;
};

/** Brings clients up, a bounded number at a time. */
export class Ramp {
  readonly #options: RampOptions;
  readonly #whole = Promise.withResolvers<undefined>();
  #next = 0;
  #started = 0;

  constructor(options: RampOptions) {
    this.#options = options;
  }

  /** Resolves when all have started; rejects when one failed or the time is over. To be called once. */
  async run(): Promise<void> {
    const { count, limitMs = START_LIMIT_MS } = this.#options;
    const limit = setTimeout(
      () =>
        this.fail(new Error(`only ${this.#started} of ${count} clients were served in ${limitMs / 1_000} s`)),
      limitMs,
    );
    this.#goOn();
    try {
      await this.#whole.promise;
    } finally {
      clearTimeout(limit);
    }
  }

  /** One of them cannot be brought up: no more are. */
  fail(error: Error): void {
    this.#next = this.#options.count;
    this.#whole.reject(error);
  }

  #goOn(): void {
    const { count, connect, progress } = this.#options;
    if (this.#started >= count) return this.#whole.resolve(undefined);
    while (this.#next < count && this.#next - this.#started < MAX_STARTING) {
      let isStarted = false;
      const index = this.#next;
      this.#next += 1;
      connect(index, () => {
        if (isStarted) return;
        isStarted = true;
        this.#started += 1;
        progress(this.#started);
        this.#goOn();
      });
    }
  }
}
