import { ASK, BID, type Side } from '../../../main/core/market-data/flat-levels.ts';

type ModelOrder = { label: number; side: Side; tick: number; lots: number };
export type ModelFill = { resting: number; tick: number; lots: number; aggressor: Side };

/** A matching engine as one would explain it: a list of orders in order of arrival, searched anew for every fill. */
export class SlowMatchingModel {
  orders: ModelOrder[] = [];

  /** @returns lots left; the fills are added to `fills` */
  match(side: Side, limitTick: number, lots: number, fills: ModelFill[]): number {
    let left = lots;
    while (left > 0) {
      const resting = this.#firstInLine(side);
      if (resting === undefined) break;
      if (side === BID ? resting.tick > limitTick : resting.tick < limitTick) break;
      const filled = Math.min(left, resting.lots);
      fills.push({ resting: resting.label, tick: resting.tick, lots: filled, aggressor: side });
      left -= filled;
      resting.lots -= filled;
      this.orders = this.orders.filter((order) => order.lots > 0);
    }
    return left;
  }

  limit(label: number, side: Side, tick: number, lots: number, fills: ModelFill[]): number {
    const left = this.match(side, tick, lots, fills);
    if (left > 0) this.orders.push({ label, side, tick, lots: left });
    return left;
  }

  cancel(label: number): boolean {
    const before = this.orders.length;
    this.orders = this.orders.filter((order) => order.label !== label);
    return this.orders.length < before;
  }

  /** `[tick, lots, orders]` of every level of a side, best first. */
  levels(side: Side): [number, number, number][] {
    const byTick = new Map<number, [number, number, number]>();
    for (const order of this.orders.filter((candidate) => candidate.side === side)) {
      const level = byTick.get(order.tick) ?? [order.tick, 0, 0];
      byTick.set(order.tick, [order.tick, level[1] + order.lots, level[2] + 1]);
    }
    return [...byTick.values()].sort((left, right) =>
      side === BID ? right[0] - left[0] : left[0] - right[0],
    );
  }

  /** The best opposite order; among equals the one that came first, which stands first in the list. */
  #firstInLine(aggressor: Side): ModelOrder | undefined {
    const opposite: Side = aggressor === BID ? ASK : BID;
    let first: ModelOrder | undefined;
    for (const order of this.orders) {
      if (order.side !== opposite) continue;
      if (first === undefined || (opposite === ASK ? order.tick < first.tick : order.tick > first.tick))
        first = order;
    }
    return first;
  }
}
