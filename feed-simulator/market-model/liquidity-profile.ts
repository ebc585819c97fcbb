/** Liquidity gathers on these steps of the price: a multiple of the first attracts most. */
const ROUND_STEPS = [
  { ticks: 100, orders: 9 },
  { ticks: 50, orders: 5 },
  { ticks: 10, orders: 2 },
] as const;

/**
 * Orders a price level tends to: a hump some ticks behind the touch (Bouchaud, Mezard and Potters, Quantitative Finance,
 * 2002), thin far away, more on round prices and on prices that hold a cluster. Depends on the tick itself, so that clusters stay where they are while the touch moves.
 *
 * @param distance ticks behind the touch of its own side, 0 or more
 * @returns 1 to 22
 */
export function usualOrders(tick: number, distance: number): number {
  const cluster = priceMark(tick);
  let orders = distance < 2 ? 4 : distance < 25 ? 6 : distance < 100 ? 4 : distance < 1_000 ? 2 : 1;
  for (const step of ROUND_STEPS) {
    if (tick % step.ticks !== 0) continue;
    orders += step.orders;
    break;
  }
  if (cluster < 3) orders += 7;
  else if (cluster > 40) orders = Math.max(1, orders - 2);
  return orders;
}

/** How many times the usual size orders have at a price: one price in 64 is a wall. */
export function sizeFactor(tick: number): number {
  return priceMark(tick) === 0 ? 4 : 1;
}

/** A fixed mark of a price, 0 to 63, as good as random from one tick to the next. */
function priceMark(tick: number): number {
  const mixed = Math.imul(tick ^ (tick >>> 7), 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 26;
}
