import { reading } from './results-reading.ts';
import type { BenchReport, BenchResult, Machine } from './bench-report.ts';

const HEADINGS = ['name', 'unit', 'ours', 'peer', 'peer is', 'ratio', 'limit', 'of limit'] as const;
const PEER_HEADINGS = ['name', 'beside', 'value', 'same books at the end'] as const;

/** One line a result, for a terminal and for Markdown alike; columns padded as the project's formatter pads them. */
export function reportTable({ results }: BenchReport): string {
  return table([HEADINGS, ...results.map(cellsOf)]);
}

/** Everybody who was measured beside ours, and what else a run told. */
export function peerTable({ results }: BenchReport): string {
  const rows = results.flatMap(({ name, peers = [], limit, also = {} }) => [
    ...peers.map((peer) => [name, peer.name, grouped(peer.value), peer.endsRight ? 'yes' : 'no']),
    ...(limit === undefined ? [] : [[name, limit.name, grouped(limit.value), 'the limit']]),
    ...Object.entries(also).map(([what, value]) => [name, what, grouped(value), '']),
  ]);
  return table([PEER_HEADINGS, ...rows]);
}

/** `AMD EPYC, 2 cores, Linux x64, Node v24.21.0, 2026-11-22, load before the run 0.4`. */
export function machineLine({ cpu, cores, os, node, date, load }: Machine): string {
  return `${cpu}, ${cores} cores, ${os}, Node ${node}, ${date}, load before the run ${load}`;
}

/** The whole of RESULTS.md. */
export function resultsPage(report: BenchReport): string {
  const peers = report.peers.length === 0 ? 'none' : report.peers.join(', ');
  return `# Benchmark results

Written by \`npm run bench -- --write\`; do not edit. Machine: ${machineLine(report.machine)}.

Peers: ${peers}.

${reportTable(report)}

## Beside ours

${peerTable(report)}

${reading}`;
}

function cellsOf({ name, unit, ours, bestPeer, ratio, limit, ofLimit }: BenchResult): string[] {
  const figure = typeof ours === 'number' ? grouped(ours) : `${grouped(ours.p50)} / ${grouped(ours.p99)}`;
  return [
    name,
    unit,
    figure,
    bestPeer === undefined ? '' : grouped(bestPeer.value),
    bestPeer?.name ?? '',
    ratio === undefined ? '' : String(ratio),
    limit === undefined ? '' : grouped(limit.value),
    ofLimit === undefined ? '' : String(ofLimit),
  ];
}

/** Thousands apart: `9,310,000`. */
function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** The first row is the heading. */
function table(rows: readonly (readonly string[])[]): string {
  const headings = rows[0] ?? [];
  const widths = headings.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => tableLine(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  const rule = tableLine(widths.map((width) => '-'.repeat(width)));
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
