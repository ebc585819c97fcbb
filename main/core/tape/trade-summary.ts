import type { Trade } from '../market-data/trade.ts';

/** First, last and sum of the trades delivered since the history began; the watchlist's change is `last - open`. */
export class TradeSummary {
  #openTicks = -1;
  #volumeLots = 0;
  #last: Trade | null = null;

  /** Price in ticks of the first trade, -1 before it. */
  get openTicks(): number {
    return this.#openTicks;
  }
  /** Sum of sizes, exact below 2^53 lots. */
  get volumeLots(): number {
    return this.#volumeLots;
  }
  get last(): Trade | null {
    return this.#last;
  }

  clear(): void {
    this.#openTicks = -1;
    this.#volumeLots = 0;
    this.#last = null;
  }

  add(trade: Trade): void {
    if (this.#last === null) this.#openTicks = trade.price;
    this.#volumeLots += trade.size;
    this.#last = trade;
  }
}
