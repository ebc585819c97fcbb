import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Scan } from './scan-agreement.ts';

const FOLDER = new URL('../../../main/wire/hot/', import.meta.url);

/** A place in a source file that is written otherwise. */
export type Mutation = { readonly file: string; readonly from: string; readonly to: string };

/** The function of that name out of a scanner's source with one thing changed in it, or in a file it imports. */
export async function mutantOf(scanner: string, name: string, mutation: Mutation): Promise<Scan> {
  const module = (await import(/* @vite-ignore */ moduleOf(scanner, mutation))) as Record<string, Scan>;
  const scan = module[name];
  if (scan === undefined) throw new Error(`expected ${name} in ${scanner}`);
  return scan;
}

/** The address of a module that is its own source: files beside it are taken in, all others stay where they are. */
function moduleOf(file: string, mutation: Mutation): string {
  const source = readFileSync(new URL(file, FOLDER), 'utf8');
  if (file === mutation.file && source.split(mutation.from).length !== 2)
    throw new Error(`expected ${JSON.stringify(mutation.from)} once in ${file}`);
  const changed = file === mutation.file ? source.replace(mutation.from, mutation.to) : source;
  const code = stripTypeScriptTypes(changed).replace(/from '(\.[^']+)'/g, (_, path: string) => {
    const address = path.startsWith('./') ? moduleOf(path.slice(2), mutation) : new URL(path, FOLDER).href;
    return `from ${JSON.stringify(address)}`;
  });
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
