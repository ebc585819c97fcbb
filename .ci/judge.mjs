// Ends a CI run: refuses one that skipped a suite other than the real-Electron one, and prints the closing line.
import { readFileSync } from 'node:fs';

const [summaryPath, testStatus, verifyStatus] = process.argv.slice(2);
/** Needs an Electron binary, which CI machines cannot fetch; it prints its own reason. */
const MAY_BE_SKIPPED = /^test\/electron-smoke\//;

function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryPath, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedFiles: [] }; // the runner died before it could write one
  }
}

const summary = readSummary();
const wronglySkipped = summary.skippedFiles.filter((file) => !MAY_BE_SKIPPED.test(file));
for (const file of wronglySkipped) console.log(`ci: ${file} was skipped, and CI must run it`);
if (verifyStatus !== '0') console.log('ci: npm run verify failed');
const isGreen =
  testStatus === '0' &&
  verifyStatus === '0' &&
  summary.failed === 0 &&
  summary.passed > 0 &&
  wronglySkipped.length === 0;
console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
process.exit(isGreen ? 0 : 1);
