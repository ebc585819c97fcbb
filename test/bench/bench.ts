// `npm run bench -- [--json] [--quick] [--write]`: runs every benchmark and prints what came out.
import { writeFileSync } from 'node:fs';
import { readBenchArguments } from './bench-arguments.ts';
import { machineLine, reportTable, resultsPage } from './report-text.ts';
import { FULL_BUDGET, QUICK_BUDGET, runBenchmarks } from './run-benchmarks.ts';

const RESULTS_FILE = new URL('RESULTS.md', import.meta.url);

const wanted = readBenchArguments(process.argv.slice(2));
if ('problem' in wanted) {
  console.error(`bench: ${wanted.problem}`);
  process.exitCode = 2;
} else {
  const note = (name: string): void => console.error(`bench: ${name}`);
  const report = runBenchmarks(wanted.isQuick ? QUICK_BUDGET : FULL_BUDGET, note);
  if (wanted.isWrite) writeFileSync(RESULTS_FILE, resultsPage(report));
  console.log(
    wanted.isJson ? JSON.stringify(report) : `\n${reportTable(report)}\n\n${machineLine(report.machine)}`,
  );
}
