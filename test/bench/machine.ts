import os from 'node:os';
import type { Machine } from './bench-report.ts';
import { rounded } from './statistics.ts';

export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    node: process.version,
    os: `${os.type()} ${os.arch()}`,
    date: new Date().toISOString().slice(0, 10),
    load: rounded(os.loadavg()[0] ?? 0, 2),
  };
}
