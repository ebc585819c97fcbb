// `npm run bench -- [--json] [--quick] [--write] [--no-peers]`: runs every benchmark and prints what came out.
// `npm run bench -- --gate [--plant NAME]`: only the short ratios that must hold; ends with 1 when one does not.
import { writeFileSync } from 'node:fs';
import { readBenchArguments, type BenchArguments } from './bench-arguments.ts';
import { FULL_BUDGET, QUICK_BUDGET } from './budget.ts';
import { runGate } from './gate/run-gate.ts';
import { loadPeers } from './peers/peer-packages.ts';
import { machineLine, peerTable, reportTable, resultsPage } from './report-text.ts';
import { runBenchmarks } from './run-benchmarks.ts';

const RESULTS_FILE = new URL('RESULTS.md', import.meta.url);

const note = (line: string): void => console.error(`bench: ${line}`);

async function bench({ isQuick, isWrite, isJson, hasPeers }: BenchArguments): Promise<void> {
  const peers = hasPeers ? await loadPeers(note) : null;
  const report = await runBenchmarks(isQuick ? QUICK_BUDGET : FULL_BUDGET, peers?.versions ?? [], note);
  if (isWrite) writeFileSync(RESULTS_FILE, resultsPage(report));
  const text = `\n${reportTable(report)}\n\n${peerTable(report)}\n\n${machineLine(report.machine)}`;
  console.log(isJson ? JSON.stringify(report) : text);
}

const wanted = readBenchArguments(process.argv.slice(2));
if ('problem' in wanted) {
  note(wanted.problem);
  process.exitCode = 2;
} else if (wanted.isGate) process.exitCode = (await runGate(wanted.plant, wanted.isJson)) ? 0 : 1;
else await bench(wanted);
