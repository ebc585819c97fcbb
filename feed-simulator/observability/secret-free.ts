/** Stands where a secret was. */
export const HIDDEN = '[hidden]';

/** Deeper, longer or wider than this is not logged: a line has a bound, whatever a client put into it. */
const MAX_DEPTH = 6;
const MAX_ENTRIES = 64;
const MAX_TEXT = 2_048;

/** A field, header or query parameter so named holds what is nobody's business. `tokenId` only names a token. */
const SECRET_NAME =
  /^(?!token[-_]?id$).*(?:token|authori[sz]ation|cookie|passw|passphrase|secret|private[-_]?key|api[-_]?key|jwt|bearer)/is;
/** Base64url parts joined by dots, the first beginning as an encoded `{"` does: a signed or encrypted token. */
const TOKEN_SHAPE = /eyJ[\w-]{4,}(?:(?:\.|%2e)[\w-]*){2,4}/gi;
const BEARER = /\b(bearer|basic)(\s+|%20|\+)[\w.~+/=%-]+/gi;
/** The password in `scheme://name:password@host`. */
const USER_INFO = /(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/g;
/** `name=value`, `name: value`, `"name":"value"`, also in text that is quoted once more; what is hidden already stays. */
const NAMED_VALUE =
  /(?:\b|(?<=%[0-9a-f]{2}))((?:access|refresh|id)[-_]?token|token|(?:proxy-)?authorization|(?:set-)?cookie|password|passphrase|(?:client[-_]?)?secret|(?:private|api)[-_]?key|jwt)((?:\\*["'])?\s*(?:=|:|%3d)\s*(?:\\*["'])?)(?!\[hidden|(?:bearer|basic)[\s%+])[^\s"'\\,;&)\]}]+/gi;

/** The text with every secret that can be recognised by its shape or by the name before it replaced; quotes stay in pairs. */
export function maskSecrets(text: string): string {
  return text
    .replace(TOKEN_SHAPE, HIDDEN)
    .replace(BEARER, `$1$2${HIDDEN}`)
    .replace(USER_INFO, `$1${HIDDEN}`)
    .replace(NAMED_VALUE, `$1$2${HIDDEN}`);
}

/**
 * A copy fit for a log line: fields with a secret's name hidden whole whatever they hold, text masked, at most 6 deep, 64
 * entries wide and 2,048 characters long. Errors become type, code, message and stack; other objects that are no plain
 * ones are named by their class, because what they hold is not known.
 */
export function withoutSecrets(value: unknown): unknown {
  try {
    return copied(value, 0);
  } catch {
    // A getter that throws, an object without a class: writing a log line never stops the venue.
    return '[unreadable]';
  }
}

function copied(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return maskText(String(value));
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return errorFields(value);
  if (value instanceof URL) return maskText(value.href);
  if (Array.isArray(value)) return copiedList(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return copiedFields(value, depth);
  return `[${maskText(value.constructor.name)}]`;
}

function copiedFields(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value).slice(0, MAX_ENTRIES))
    // Defined, not assigned: a field named __proto__ is a field here.
    Object.defineProperty(copy, maskText(name), {
      value: SECRET_NAME.test(name) ? HIDDEN : copied(field, depth + 1),
      enumerable: true,
      configurable: true,
    });
  return copy;
}

/** An array may be a raw list of headers: name, value, name, value. */
function copiedList(list: readonly unknown[], depth: number): unknown[] {
  return list.slice(0, MAX_ENTRIES).map((item, index) => {
    const before = list[index - 1];
    return typeof before === 'string' && SECRET_NAME.test(before) ? HIDDEN : copied(item, depth + 1);
  });
}

function errorFields(error: Error): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: maskText(error.code) } : {};
  return {
    type: error.name,
    ...code,
    message: maskText(error.message),
    stack: maskText(error.stack ?? ''),
  };
}

function maskText(text: string): string {
  const whole = text.includes('?') ? maskQuery(text) : text;
  const masked = maskSecrets(whole);
  return masked.length > MAX_TEXT ? `${masked.slice(0, MAX_TEXT)}...` : masked;
}

/** Masks by the decoded names of the parameters: `access%5Ftoken` is `access_token` to whoever reads the request. */
function maskQuery(text: string): string {
  const [path = '', ...queries] = text.split('?');
  const masked = queries.map((query) => query.split('&').map(maskParameter).join('&'));
  return [path, ...masked].join('?');
}

function maskParameter(parameter: string): string {
  const end = parameter.indexOf('=');
  if (end < 0) return parameter;
  const name = parameter.slice(0, end);
  return SECRET_NAME.test(decoded(name)) ? `${name}=${HIDDEN}` : parameter;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded text: the name is what it looks like.
    return text;
  }
}
