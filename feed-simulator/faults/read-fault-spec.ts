import { CHANNELS } from '../../main/core/market-data/channel.ts';
import { FAULT_TERMS, NO_PARAMETERS } from './fault-parameters.ts';
import { faultProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import { FAULT_KINDS } from './fault-spec.ts';
import type { ConnectionChoice, FaultKind, FaultParameters, FaultSpec } from './fault-spec.ts';
import {
  UnreadableJson,
  listOf,
  mapOf,
  numberOf,
  textFieldOf,
  wordOf,
  type JsonMap,
} from './json-reading.ts';

const TRANSPORTS = ['websocket', 'event-stream', 'polling'] as const;
const LONGEST_MS = 86_400_000;
const MAX_ENTRIES = 256;
const MAX_PATTERN = 64;
const MAX_SEED = 0xffff_ffff;

const ALWAYS = ['kind', 'connections', 'afterMs', 'durationMs', 'seed'];
const EVERYBODY: ConnectionChoice = { numbers: null, transports: null, share: 1, opened: 'any' };

/** @param json as it came; a field that the kind of fault has no use for is a mistake and refused */
export function readFaultSpec(json: unknown): FaultSpec | FaultProblem {
  try {
    return faultSpecOf(json, 'a fault');
  } catch (error) {
    if (error instanceof UnreadableJson) return faultProblem('BAD_FAULT', error.message);
    throw error;
  }
}

/** @throws UnreadableJson */
export function faultSpecOf(json: unknown, what: string): FaultSpec {
  const isMap = typeof json === 'object' && json !== null && 'kind' in json;
  const kind = wordOf(isMap ? json.kind : undefined, `${what}.kind`, FAULT_KINDS);
  const { parameters, befalls, isDrawn } = FAULT_TERMS[kind];
  const chosen = befalls === 'message' ? ['instruments', 'channels'] : [];
  const drawn = isDrawn ? ['probability'] : [];
  const fields = mapOf(json, `a ${kind} fault`, [...ALWAYS, ...chosen, ...drawn, ...Object.keys(parameters)]);
  const spec: FaultSpec = {
    kind,
    instruments: optional(fields, 'instruments', (value, name) => listOf(value, name, MAX_ENTRIES, pattern)),
    channels: optional(fields, 'channels', (value, name) =>
      listOf(value, name, CHANNELS.length, (entry, place) => wordOf(entry, place, CHANNELS)),
    ),
    connections: optional(fields, 'connections', connectionChoice) ?? EVERYBODY,
    probability: optional(fields, 'probability', part) ?? 1,
    afterMs: optional(fields, 'afterMs', (value, name) => numberOf(value, name, 0, LONGEST_MS)) ?? 0,
    durationMs: optional(fields, 'durationMs', (value, name) => numberOf(value, name, 1, LONGEST_MS)),
    seed: optional(fields, 'seed', (value, name) => numberOf(value, name, 0, MAX_SEED)),
    ...parametersOf(kind, fields),
  };
  refuseIdle(spec);
  return spec;
}

function parametersOf(kind: FaultKind, fields: JsonMap): FaultParameters {
  const read = Object.entries(FAULT_TERMS[kind].parameters).map(([name, { least, most, fallback }]) => [
    name,
    name in fields || fallback === null ? numberOf(fields[name], name, least, most) : fallback,
  ]);
  return { ...NO_PARAMETERS, ...(Object.fromEntries(read) as Partial<FaultParameters>) };
}

/** A fault that would do nothing is a mistake of whoever wrote it. */
function refuseIdle(spec: FaultSpec): void {
  const { kind, delayMs, jitterMs, growMsPerSecond } = spec;
  if (kind === 'delay' && delayMs + jitterMs === 0)
    throw new UnreadableJson('expected delayMs or jitterMs above 0 for delay, received neither');
  if (kind === 'slow-server' && delayMs + growMsPerSecond === 0)
    throw new UnreadableJson('expected delayMs or growMsPerSecond above 0 for slow-server, received neither');
  if ((kind === 'clock-step' && spec.stepMs === 0) || (kind === 'clock-skew' && spec.partsPerMillion === 0))
    throw new UnreadableJson(`expected a number other than 0 for ${kind}, received 0`);
}

function connectionChoice(value: unknown, what: string): ConnectionChoice {
  const fields = mapOf(value, what, ['numbers', 'transports', 'share', 'opened']);
  return {
    numbers: optional(fields, 'numbers', (list, name) =>
      listOf(list, name, MAX_ENTRIES, (entry, place) => numberOf(entry, place, 1, Number.MAX_SAFE_INTEGER)),
    ),
    transports: optional(fields, 'transports', (list, name) =>
      listOf(list, name, TRANSPORTS.length, (entry, place) => wordOf(entry, place, TRANSPORTS)),
    ),
    share: optional(fields, 'share', part) ?? 1,
    opened: optional(fields, 'opened', (word, name) => wordOf(word, name, ['any', 'before'])) ?? 'any',
  };
}

function optional<Value>(
  fields: JsonMap,
  name: string,
  read: (value: unknown, what: string) => Value,
): Value | null {
  return name in fields ? read(fields[name], name) : null;
}

const part = (value: unknown, what: string): number => numberOf(value, what, 0, 1, false);

function pattern(value: unknown, what: string): string {
  const text = textFieldOf(value, what, MAX_PATTERN);
  if (/^[A-Z0-9._/*-]+$/.test(text)) return text;
  throw new UnreadableJson(`expected ${what} of A-Z 0-9 . - _ / *, received ${JSON.stringify(text)}`);
}
