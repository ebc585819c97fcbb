import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEXT = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');

/** The lines indented under a top-level key; the file keeps to one plain entry a line so that this can read it. */
function linesUnder(key: string): string[] {
  const lines = TEXT.split('\n');
  const start = lines.indexOf(`${key}:`) + 1;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('  '));
  return start === 0 ? [] : lines.slice(start, start + length).map((line) => line.trim());
}

describe('electron-builder.yml', () => {
  it('packs the bundles and the package description, and nothing else', () => {
    expect(linesUnder('files')).toEqual([
      '- out/**',
      '- package.json',
      "- '!node_modules/**'",
      "- '!**/*.map'",
      "- '!out/node/**'",
    ]);
    expect(TEXT).toContain('\nasar: true\n');
    expect(TEXT).not.toMatch(/^(extraResources|extraFiles|asarUnpack):/m);
  });

  it('burns in the fuses', () => {
    expect(linesUnder('electronFuses')).toEqual([
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'loadBrowserProcessSpecificV8Snapshot: false',
      'grantFileProtocolExtraPrivileges: false',
    ]);
  });

  it('is named Touchline, goes to dist and is published nowhere by itself', () => {
    expect(TEXT).toContain('\nproductName: Touchline\n');
    expect(linesUnder('directories')[0]).toBe('output: dist');
    expect(TEXT).toContain('\npublish: null\n');
  });
});
