/** In the query for clients that cannot set a header, such as a browser's EventSource. Checked before the query is. */
export const TOKEN_FIELD = { access_token: { type: 'string' } } as const;

/** A sequence or a time, as text that Ajv makes a number of. */
export const COUNT_FIELD = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;

export const INSTRUMENT_FIELD = { type: 'string', pattern: '^[A-Z0-9.\\-_/]{1,32}$' } as const;
