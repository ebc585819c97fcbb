import { CHANNELS, CONFLATION_STEPS_MS, VENUE_CANDLE_INTERVALS_MS } from '../../core/market-data/channel.ts';

/** The values of PROTOCOL.md section 2 as JSON Schemas; every number has its range, every array and text its bound. */
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

export type JsonSchema = { readonly [keyword: string]: unknown };

export const integer = (minimum: number, maximum: number): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
});

export const price = integer(0, 0x3fff_ffff);
export const time = integer(0, MAX_INTEGER);
export const sequence = integer(0, MAX_INTEGER);
export const tradeSequence = integer(1, MAX_INTEGER);
export const epoch = integer(1, MAX_INTEGER);
export const subscription = integer(1, 0x7fff_ffff);
/** In a request and in what can only be an answer. */
export const id = integer(1, 0x7fff_ffff);
/** In a message that need not be an answer. */
export const idOrNone = integer(0, 0x7fff_ffff);
export const depth = integer(0, 1_000);

const uint32 = integer(0, 0xffff_ffff);
export const hash: JsonSchema = { type: 'array', items: uint32, minItems: 2, maxItems: 2 };

/**
 * A flat array of integers. Which place may hold what (a key, a side, a size) is beyond a schema; the structural checks
 * beside the validators say that.
 */
export const flatIntegers = (maxItems: number): JsonSchema => ({
  type: 'array',
  items: integer(0, MAX_INTEGER),
  maxItems,
});

/** A pattern in place of maxLength, whose compiled form would need Ajv at run time. Counts code points. */
export const text = (minimum: number, maximum: number): JsonSchema => ({
  type: 'string',
  pattern: `^[\\s\\S]{${minimum},${maximum}}$`,
});

export const instrumentId: JsonSchema = { type: 'string', pattern: '^[A-Z0-9.\\-_/]{1,32}$' };
/** A name, or a pattern in which `*` stands for any number of characters. */
export const instrumentPattern: JsonSchema = { type: 'string', pattern: '^[A-Z0-9.\\-_/*]{1,64}$' };
export const channel: JsonSchema = { type: 'string', enum: CHANNELS };
export const conflationMs: JsonSchema = { type: 'integer', enum: CONFLATION_STEPS_MS };
export const intervalMs: JsonSchema = { type: 'integer', enum: VENUE_CANDLE_INTERVALS_MS };
/** None for an empty side, or where there was no trade. */
export const priceOrNone: JsonSchema = { ...price, nullable: true };
export const size = integer(0, MAX_INTEGER);
export const aggressorSide: JsonSchema = { type: 'string', enum: ['unknown', 'buy', 'sell'] };
export const state: JsonSchema = { type: 'string', enum: ['trading', 'halted', 'closed'] };

/** A map in which all of these fields must stand; `optional` ones may be missing, and others are ignored. */
export function map(
  fields: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return { type: 'object', required: Object.keys(fields), properties: { ...fields, ...optional } };
}

export const listOf = (items: JsonSchema, minItems: number, maxItems: number): JsonSchema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
});

export const flag: JsonSchema = { type: 'boolean' };

export const messageType = (type: string): JsonSchema => ({ type: 'string', const: type });
