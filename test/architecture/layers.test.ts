import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBreaches, IMPURE_EDGES, ONE_FILE_PACKAGES, type SourceFile } from '../support/layer-rules.ts';
import { ROOT } from '../support/running-program.ts';

function sources(): SourceFile[] {
  return ['main', 'renderer', 'feed-simulator', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|svelte)$/.test(name))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );
}

describe('the layers', () => {
  const files = sources();

  it('hold in every file', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(findBreaches(files)).toEqual([]);
  });

  it('name only files that exist', () => {
    const named = [...IMPURE_EDGES, ...Object.values(ONE_FILE_PACKAGES).flat()];
    const paths = new Set(files.map(({ path }) => path));
    expect(named.filter((path) => !paths.has(path))).toEqual([]);
  });

  it.each([
    ['the core reaching for the wire', 'main/core/book/x.ts', `import { a } from '../../wire/codec.ts';`],
    ['one core stage importing another', 'main/core/tape/x.ts', `import { a } from '../book/order-book.ts';`],
    ['the core importing a package', 'main/core/book/x.ts', `import { a } from 'msgpackr';`],
    [
      'the renderer reaching behind the contract',
      'renderer/x.svelte',
      `  import { a } from '../main/feed/feed-client.ts';`,
    ],
    [
      'a panel importing another',
      'renderer/panels/tape/x.ts',
      `import { a } from '../ladder/ladder-geometry.ts';`,
    ],
    ['one host importing the other', 'main/hosts/web/x.ts', `import { a } from '../electron/window.ts';`],
    [
      "the simulator using the terminal's book",
      'feed-simulator/x.ts',
      `import { a } from '../main/core/book/order-book.ts';`,
    ],
    ['a second file importing ws', 'main/feed/x.ts', `import { WebSocket } from 'ws';`],
    [
      'electron at run time beside its two files',
      'main/hosts/electron/window.ts',
      `import { app } from 'electron';`,
    ],
    ['something importing a test', 'main/feed/x.ts', `export { a } from '../../test/support/x.ts';`],
    [
      'a lazy import over the fence',
      'main/core/book/x.ts',
      `const a = await import('../../feed/feed-client.ts');`,
    ],
    ['the core reading a clock', 'main/core/tape/x.ts', `const now = Date.now();`],
    ['the market rolling foreign dice', 'feed-simulator/market-model/x.ts', `const r = Math.random();`],
    ['a session setting a timer', 'feed-simulator/server/session.ts', `setTimeout(close, 5);`],
    ['a file outside every layer', 'somewhere/x.ts', ``],
  ])('report %s', (_, path, text) => {
    expect(findBreaches([{ path, text }])).toHaveLength(1);
  });

  it('let types of electron through', () => {
    const text = `import type { App } from 'electron';`;
    expect(findBreaches([{ path: 'main/hosts/electron/window.ts', text }])).toEqual([]);
  });
});
