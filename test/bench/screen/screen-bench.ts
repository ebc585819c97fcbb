// `npm run bench:screen -- [--json] [--seconds N]`: what the screen costs, in a real Chromium.
import { readScreenArguments } from './screen-arguments.ts';
import { screenTable } from './screen-report.ts';
import { runScreenBench } from './screen-run.ts';

const wanted = readScreenArguments(process.argv.slice(2));
if ('problem' in wanted) {
  console.error(`bench:screen: ${wanted.problem}`);
  process.exitCode = 2;
} else {
  const report = await runScreenBench(wanted.seconds, (what) => console.error(`bench:screen: ${what}`));
  console.log(wanted.isJson ? JSON.stringify(report) : `\n${screenTable(report)}`);
}
