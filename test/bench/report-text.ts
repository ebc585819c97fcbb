import type { BenchReport, BenchResult, Machine } from './bench-report.ts';

const HEADINGS = ['name', 'unit', 'ours', 'peer', 'peer is', 'ratio'] as const;

/** One line a result, for a terminal and for Markdown alike; columns padded as the project's formatter pads them. */
export function reportTable({ results }: BenchReport): string {
  const rows = [HEADINGS, ...results.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => tableLine(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  const rule = tableLine(widths.map((width) => '-'.repeat(width)));
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** `AMD EPYC, 2 cores, Linux x64, Node v24.21.0, 2026-11-22, load before the run 0.4`. */
export function machineLine({ cpu, cores, os, node, date, load }: Machine): string {
  return `${cpu}, ${cores} cores, ${os}, Node ${node}, ${date}, load before the run ${load}`;
}

/** The whole of RESULTS.md. */
export function resultsPage(report: BenchReport): string {
  return `# Benchmark results

Written by \`npm run bench -- --write\`; do not edit. Machine: ${machineLine(report.machine)}.

${reportTable(report)}

How to read it:

- A **ratio** is how many times better ours is than the peer in the same run; below 1 the peer is better. Rounds
  alternate between the contestants, each figure is the median of the rounds, and both must end with the same books.
  Absolute figures are this machine's on that day, with whatever else it was doing.
- \`book/*\`: flat level updates into 20 books, ten a message, 30 % deletes, most near the touch, 1.5 % of messages move the
  mid; about 1,000 (shallow) or 20,000 (deep) levels a side. Ours checks range, sizes, hash and touch on every message and
  can take it back; the peer checks nothing. Before each round the garbage collector has run, so that books lie in old
  memory as a live book does; young arrays splice at over twice the rate (5.8 against 2.5 million level updates a second,
  shallow, measured once apart from this table). The \`-unchecked\` rows are our layout without any of the checks, to
  compare like with like.
- \`decode/*\`: bytes to a validated event. The peers validate nothing; the JSON peer reads decimal text as most exchanges
  send it.
- \`pipeline/frame-to-view\`: bytes of a MessagePack delta through the feed client, every check on, to a ladder of 40 rows
  (p50 / p99); the socket and the wait for the next display frame are not in it.
- \`simulator/updates\`: what the simulated exchange makes for one client of all books and trades on one core, matching and
  encoding included, with 200 instruments at \`--rate 200000\`; \`-usual\`: with twelve at \`--rate 2000\`, in as many small
  steps as a quiet market has.
`;
}

function cellsOf({ name, unit, ours, bestPeer, ratio }: BenchResult): string[] {
  const figure = typeof ours === 'number' ? grouped(ours) : `${grouped(ours.p50)} / ${grouped(ours.p99)}`;
  const peer = bestPeer === undefined ? '' : grouped(bestPeer.value);
  return [name, unit, figure, peer, bestPeer?.name ?? '', ratio === undefined ? '' : String(ratio)];
}

/** Thousands apart: `9,310,000`. */
function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
