import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/running-program.ts';

const GATE = ['--expose-gc', 'test/bench/bench.ts', '--gate', '--json'];
const LIMIT_MS = 180_000;

type Verdicts = { readonly isGreen: boolean; readonly verdicts: readonly { readonly isGreen: boolean }[] };

function gate(...more: string[]): { status: number | null; verdicts: Verdicts; lines: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...GATE, ...more], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LIMIT_MS,
  });
  return { status, verdicts: JSON.parse(stdout) as Verdicts, lines: stderr };
}

describe('npm run bench -- --gate', () => {
  it(
    'is green for the product as it is',
    () => {
      const { status, verdicts, lines } = gate();
      expect(lines).not.toContain(': red');
      expect(verdicts.verdicts).toHaveLength(5);
      expect({ status, isGreen: verdicts.isGreen }).toEqual({ status: 0, isGreen: true });
    },
    LIMIT_MS,
  );

  it.each(['book/shallow', 'path/msgpack'])(
    'turns red when %s is slowed down',
    (plant) => {
      const { status, verdicts, lines } = gate('--plant', plant);
      expect(lines).toContain(': red');
      expect({ status, isGreen: verdicts.isGreen }).toEqual({ status: 1, isGreen: false });
    },
    LIMIT_MS,
  );
});
