import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { CLIENT_MESSAGE_SCHEMAS } from './client-message-schemas.ts';
import { SERVER_MESSAGE_SCHEMAS } from './server-message-schemas.ts';

const BANNER = '// Made by `npm run generate:validators` from main/wire/schema. Do not edit.\n';

/**
 * The text of `message-validators.generated.mjs`: one exported function a message, plain code that needs neither Ajv
 * nor `new Function` at run time, so that it runs under a strict content policy.
 *
 * @throws Error when a schema uses a keyword whose compiled form would import something
 */
export function validatorSource(): string {
  const schemas = Object.entries({ ...SERVER_MESSAGE_SCHEMAS, ...CLIENT_MESSAGE_SCHEMAS });
  const ajv = new Ajv({ strict: true, allErrors: false, code: { source: true, esm: true, lines: true } });
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  const source = standaloneCode(ajv, Object.fromEntries(schemas.map(([name]) => [name, name])));
  for (const forbidden of ['require(', 'import ', 'new Function'])
    if (source.includes(forbidden)) throw new Error(`expected validators without "${forbidden}"`);
  return BANNER + source;
}
