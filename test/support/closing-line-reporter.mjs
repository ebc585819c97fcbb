import { writeFileSync } from 'node:fs';

/**
 * Vitest reporter: prints the plain closing line `N passed, N failed, N skipped`, and with TOUCHLINE_TEST_SUMMARY
 * writes the counts and the skipped tests' files to that path, so that CI can refuse a run that left something out.
 */
export default class ClosingLineReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const skippedFiles = new Set();
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      if (tests.length === 0 && module.state() === 'failed') counts.failed += 1;
      for (const test of tests) {
        const { state } = test.result();
        const kind = state === 'passed' || state === 'failed' ? state : 'skipped';
        counts[kind] += 1;
        if (kind === 'skipped') skippedFiles.add(module.relativeModuleId);
      }
    }
    counts.failed += unhandledErrors.length;
    const path = process.env.TOUCHLINE_TEST_SUMMARY;
    if (path) writeFileSync(path, JSON.stringify({ ...counts, skippedFiles: [...skippedFiles] }));
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
