import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { allocatedBytes } from './measure-allocation.ts';

/** Keeps what is made from being left out by the compiler. */
let kept: unknown;

describe('allocatedBytes', () => {
  beforeAll(() => {
    setFlagsFromString('--expose-gc');
    globalThis.gc ??= runInNewContext('gc') as NonNullable<typeof globalThis.gc>;
  });

  it('counts what is made and dropped at once', async () => {
    let calls = 0;
    const bytes = await allocatedBytes(() => {
      for (let i = 0; i < 1_000; i += 1) kept = [i, i + 0.5, i];
      calls += 1;
      return calls < 20;
    });
    expect(kept).toBeDefined();
    expect(bytes / 1_000).toBeGreaterThan(30);
    expect(bytes / 1_000).toBeLessThan(200);
  });

  it('finds next to nothing where nothing is made', async () => {
    let calls = 0;
    const bytes = await allocatedBytes(() => {
      calls += 1;
      return calls < 20;
    });
    expect(Math.abs(bytes)).toBeLessThan(5_000);
  });
});
