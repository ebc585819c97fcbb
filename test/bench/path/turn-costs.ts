/** Turns kept of one run: half an hour of fast reading at a thousand a second. */
const MAX_TURNS = 2_000_000;
const FIRST_ROOM = 65_536;

/**
 * Own processor time of the main thread for each turn of the event loop in which something was read: what a frame or a
 * timer waited for, without the time that neighbours took. A turn reaches from the end of the one before to the end of its
 * check phase, so turns without a read count to the next with one, and garbage collected meanwhile counts too.
 */
export class TurnCosts {
  #turnsMs = new Float64Array(FIRST_ROOM);
  #count = 0;
  #isNoted = false;
  #lastEnd = process.threadCpuUsage();

  /** Something was read in this turn. */
  note(): void {
    if (this.#isNoted) return;
    this.#isNoted = true;
    setImmediate(this.#end);
  }

  /** Those since the last call, and begins anew. */
  take(): Float64Array {
    const taken = this.#turnsMs.slice(0, this.#count);
    this.#count = 0;
    this.#lastEnd = process.threadCpuUsage();
    return taken;
  }

  readonly #end = (): void => {
    this.#isNoted = false;
    const now = process.threadCpuUsage();
    const micros = now.user - this.#lastEnd.user + (now.system - this.#lastEnd.system);
    this.#lastEnd = now;
    if (this.#count === MAX_TURNS) return;
    if (this.#count === this.#turnsMs.length) {
      const wider = new Float64Array(this.#count * 2);
      wider.set(this.#turnsMs);
      this.#turnsMs = wider;
    }
    this.#turnsMs[this.#count] = micros / 1_000;
    this.#count += 1;
  };
}
