// What the benchmarks use of the packages in this folder. Their own types are not there before they are installed.

export type PriceAmount = { readonly price: number; amount: number };
export type TardisChange = {
  readonly isSnapshot: boolean;
  readonly bids: readonly PriceAmount[];
  readonly asks: readonly PriceAmount[];
};
export type TardisBook = {
  update(change: TardisChange): void;
  bids(): IterableIterator<PriceAmount>;
  asks(): IterableIterator<PriceAmount>;
};

/** Best first; prices and sizes in pairs. */
export type CcxtSide = readonly (readonly [price: number, size: number])[] & {
  store(price: number, size: number): void;
};
export type CcxtPairs = readonly (readonly [price: number, size: number])[];
export type CcxtBook = {
  readonly bids: CcxtSide;
  readonly asks: CcxtSide;
  reset(snapshot: { readonly bids: CcxtPairs; readonly asks: CcxtPairs }): void;
};

export type SortedBTree = {
  set(price: number, size: number): boolean;
  delete(price: number): boolean;
  entries(): IterableIterator<[price: number, size: number]>;
};

export type NamedLevel = [symbol: string, price: number, side: 'Buy' | 'Sell', size: number];
export type OrderbooksBook = {
  readonly book: readonly NamedLevel[];
  handleSnapshot(levels: NamedLevel[], time: number): void;
  handleDelta(
    deleted: readonly NamedLevel[],
    set: readonly NamedLevel[],
    inserted: readonly NamedLevel[],
    time: number,
  ): void;
};

export type MatchingBook = {
  limit(order: { side: 'buy' | 'sell'; id: string; size: number; price: number }): {
    readonly err: unknown;
  };
  cancel(id: string): unknown;
  order(id: string): { readonly size: number } | undefined;
  modify(id: string, change: { size: number }): { readonly err: unknown };
  /** Asks and bids, best first. */
  depth(): [asks: [number, number][], bids: [number, number][]];
};

export type PeerPackages = {
  readonly newTardisBook: () => TardisBook;
  readonly newCcxtBook: () => CcxtBook;
  readonly newSortedBTree: (compare: (a: number, b: number) => number) => SortedBTree;
  readonly newOrderbooksBook: (maxLevels: number) => OrderbooksBook;
  readonly newMatchingBook: () => MatchingBook;
  /** `tardis-dev 13.35.3`, one of each. */
  readonly versions: readonly string[];
};
