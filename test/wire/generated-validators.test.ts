import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validatorSource } from '../../main/wire/schema/validator-source.ts';

const folder = new URL('../../main/wire/', import.meta.url);
const committed = readFileSync(new URL('message-validators.generated.mjs', folder), 'utf8');
const declared = readFileSync(new URL('message-validators.generated.d.mts', folder), 'utf8');

const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1]).sort();

describe('message-validators.generated.mjs', () => {
  it('is what the schemas give today (else run `npm run generate:validators`)', () => {
    expect(committed === validatorSource()).toBe(true);
  });

  it('needs no evaluation of text and no import at run time', () => {
    expect(committed).not.toMatch(/new Function|\beval\(|require\(|^import /m);
  });

  it('exports what its declaration file declares', () => {
    expect(namesIn(committed, /^export const (\w+) =/gm)).toEqual(
      namesIn(declared, /^export declare const (\w+):/gm),
    );
  });
});
