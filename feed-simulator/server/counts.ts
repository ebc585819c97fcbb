/** One running count. Held by who counts, so that counting costs an addition. */
export type Tally = { value: number };

/** What the venue counts, with the labels of each. Names and labels are finite: no client chooses any. */
export const COUNT_LABELS = {
  connectionsOpened: ['transport', 'codec'],
  connectionsClosed: ['transport', 'codec'],
  messagesIn: ['transport', 'codec'],
  bytesIn: ['transport', 'codec'],
  messagesOut: ['transport', 'codec'],
  bytesOut: ['transport', 'codec'],
  /** Refusals by error code: limits, validation, entitlement. */
  refusals: ['code'],
  authentications: ['outcome'],
  /** `held`, `conflated`, `snapshot`, `gap`, `cut`. */
  slowReaderActions: ['action'],
  /** What a fault did to messages and connections, by kind of fault. */
  faultsApplied: ['fault'],
  levelUpdates: [],
  trades: [],
  peersTimedOut: [],
} as const;
export type CountName = keyof typeof COUNT_LABELS;
export type CountEntry = { readonly labels: readonly string[]; readonly value: number };

/** All counts of one run of the venue. No I/O: what shows them reads them. */
export class Counts {
  readonly #tallies = new Map<CountName, Map<string, { labels: readonly string[]; tally: Tally }>>();

  /** The count of these labels, made at 0 when new. @throws RangeError when the number of labels is wrong */
  tally(name: CountName, ...labels: string[]): Tally {
    if (labels.length !== COUNT_LABELS[name].length)
      throw new RangeError(
        `expected ${COUNT_LABELS[name].length} labels for ${name}, received ${labels.length}`,
      );
    const ofName = this.#tallies.get(name) ?? new Map<string, { labels: readonly string[]; tally: Tally }>();
    this.#tallies.set(name, ofName);
    const key = labels.join(' ');
    const known = ofName.get(key);
    if (known !== undefined) return known.tally;
    const tally = { value: 0 };
    ofName.set(key, { labels, tally });
    return tally;
  }

  add(name: CountName, labels: readonly string[], by = 1): void {
    this.tally(name, ...labels).value += by;
  }

  entries(name: CountName): CountEntry[] {
    return [...(this.#tallies.get(name)?.values() ?? [])].map(({ labels, tally }) => ({
      labels,
      value: tally.value,
    }));
  }

  /** Sum over all labels. */
  total(name: CountName): number {
    return this.entries(name).reduce((sum, entry) => sum + entry.value, 0);
  }
}
