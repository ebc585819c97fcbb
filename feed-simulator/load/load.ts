import process from 'node:process';
import { USAGE, readLoadArguments } from './load-arguments.ts';
import { isSound, reportLines } from './load-report.ts';
import { runLoad } from './load-run.ts';

// `npm run load -- --help` lists the flags. Progress goes to standard error, the report to standard output. Exit code 1:
// something was wrong, missing or lost; 2: wrong use, or the run could not be made.

const NOT_SOUND = 1;
const NOT_RUN = 2;

function complain(line: string): void {
  process.stderr.write(`load: ${line}\n`);
}

async function run(): Promise<void> {
  const options = readLoadArguments(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if ('problem' in options) {
    complain(options.problem);
    process.exitCode = NOT_RUN;
    return;
  }
  try {
    const report = await runLoad(options, complain);
    const lines = options.isJson ? [JSON.stringify(report)] : reportLines(report);
    process.stdout.write(`${lines.join('\n')}\n`);
    if (!isSound(report)) process.exitCode = NOT_SOUND;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = NOT_RUN;
  }
}

await run();
