// One part of the benchmark in a process of its own; answers with its results and ends.
import type { PartOptions } from './bench-parts.ts';
import { BENCH_PARTS } from './bench-parts.ts';
import { NativeLadder } from './native/native-ladder.ts';
import { loadPeers } from './peers/peer-packages.ts';

const { part, budget, hasPeers } = JSON.parse(process.argv[2] ?? '') as PartOptions;
const isBook = part === 'book/shallow' || part === 'book/deep';
const native = isBook ? NativeLadder.build() : null;
try {
  const peers = hasPeers ? await loadPeers(console.error) : null;
  process.send?.(await BENCH_PARTS[part](budget, { peers, native }));
} finally {
  native?.remove();
  process.disconnect?.();
}
