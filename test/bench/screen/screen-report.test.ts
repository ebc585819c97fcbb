import { describe, expect, it } from 'vitest';
import { screenTable, type ScreenFigures } from './screen-report.ts';

const figures: ScreenFigures = {
  fps: 60,
  mainThreadMsPerFrame: { p50: 1.5, p99: 4, withoutChart: { p50: 1, p99: 2 }, withChart: null },
  longestTaskMs: 9,
  longestTaskWallMs: 12,
};

describe('screenTable', () => {
  const lines = screenTable({
    ...figures,
    firstPanelMs: 312,
    heapSlopeMBPerHour: 0.4,
    idleCpuPercent: 2,
    hiddenCpuPercent: 1,
    stock: { ...figures, fps: 22, reconnects: 1 },
    seconds: 60,
    browser: 'Chromium 1',
    machine: { cpu: 'CPU', cores: 2, node: 'v24', os: 'Linux', date: '2026-11-22', load: 0.4 },
  }).split('\n');

  it('has a line for the first panel with numbers, which the stock page has none of', () => {
    expect(lines.find((line) => line.startsWith('first panel'))).toMatch(
      /^first panel with numbers, ms +312$/,
    );
  });

  it('sets the stock page beside ours where both were measured', () => {
    expect(lines.find((line) => line.startsWith('frames shown'))).toMatch(/ 60 +22$/);
  });

  it('shows a dash for frames that there were none of', () => {
    expect(lines.find((line) => line.startsWith('  frames with a chart'))).toMatch(/ -$/);
    expect(lines.find((line) => line.startsWith('  frames without a chart'))).toMatch(/ 1 \/ 2$/);
  });

  it('says how long was traced, and where', () => {
    expect(lines.at(-1)).toBe('60 s traced, CPU, 2 cores, load 0.4, Chromium 1, 2026-11-22');
  });
});
