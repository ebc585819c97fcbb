import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';

const STATES = ['trading', 'halted', 'closed'];

/** FNV-1a over the numbers of changes, each as two 32-bit words, in the order in which they come. */
export class ChangeHash {
  /** Changes seen. */
  count = 0;
  #hash = 0x811c9dc5;

  /** Eight hexadecimal digits. */
  get text(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  add(change: MarketChange): void {
    this.count++;
    this.#number(change.instrument);
    this.#number(change.venueTime);
    if (change.kind === 'state') {
      this.#number(STATES.indexOf(change.state));
      return;
    }
    for (const value of change.levels) this.#number(value);
    if (change.kind === 'terms') return;
    for (const trade of change.trades) {
      this.#number(trade.price);
      this.#number(trade.size);
      this.#number(trade.aggressorSide === 'buy' ? 1 : 2);
      this.#number(trade.venueTime);
    }
  }

  #number(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), 0x01000193);
    this.#hash = Math.imul(this.#hash ^ Math.floor(value / 0x1_0000_0000), 0x01000193);
  }
}
