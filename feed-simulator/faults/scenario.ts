import { STALE_REASONS } from '../../main/core/market-data/data-quality.ts';
import type { StaleReason } from '../../main/core/market-data/data-quality.ts';
import { faultProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import type { FaultSpec } from './fault-spec.ts';
import { UnreadableJson, listOf, mapOf, numberOf, textFieldOf, wordOf } from './json-reading.ts';
import { faultSpecOf } from './read-fault-spec.ts';

/** What the terminal must do under a scenario; the end-to-end test of the same name holds it to that. */
type ScenarioExpectation = {
  /** For a person: what the screen shows. */
  readonly shows: string;
  /** Why books are not live while it lasts; none: every book stays live. */
  readonly reasons: readonly StaleReason[];
  /** From the last fault's end until every book is live again, milliseconds at most. */
  readonly recoversWithinMs: number;
};

/** Faults that are rehearsed together. Its draws repeat: each fault without a seed of its own has the scenario's. */
export type Scenario = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly seed: number;
  readonly faults: readonly FaultSpec[];
  readonly expect: ScenarioExpectation;
};

const MAX_FAULTS_OF_SCENARIO = 16;
const MAX_SEED = 0xffff_ffff;
const LONGEST_RECOVERY_MS = 120_000;
const FIELDS = ['name', 'title', 'description', 'seed', 'faults', 'expect'];

/** @param json a scenario file's content, parsed */
export function readScenario(json: unknown): Scenario | FaultProblem {
  try {
    return scenarioOf(json);
  } catch (error) {
    if (error instanceof UnreadableJson) return faultProblem('BAD_SCENARIO', error.message);
    throw error;
  }
}

/** @throws UnreadableJson */
function scenarioOf(json: unknown): Scenario {
  const fields = mapOf(json, 'a scenario', FIELDS);
  const name = textFieldOf(fields['name'], 'name', 64);
  if (!/^[a-z0-9-]+$/.test(name)) throw new UnreadableJson(`expected name of a-z 0-9 -, received "${name}"`);
  const seed = numberOf(fields['seed'], 'seed', 0, MAX_SEED);
  const faults = listOf(fields['faults'], 'faults', MAX_FAULTS_OF_SCENARIO, faultSpecOf);
  return {
    name,
    title: textFieldOf(fields['title'], 'title', 80),
    description: textFieldOf(fields['description'], 'description', 500),
    seed,
    faults: faults.map((fault) => ({ ...fault, seed: fault.seed ?? seed })),
    expect: expectationOf(fields['expect']),
  };
}

function expectationOf(json: unknown): ScenarioExpectation {
  const fields = mapOf(json, 'expect', ['shows', 'reasons', 'recoversWithinMs']);
  const { reasons } = fields;
  const isNone = Array.isArray(reasons) && reasons.length === 0;
  return {
    shows: textFieldOf(fields['shows'], 'expect.shows', 500),
    reasons: isNone
      ? []
      : listOf(reasons, 'expect.reasons', STALE_REASONS.length, (entry, what) =>
          wordOf(entry, what, STALE_REASONS),
        ),
    recoversWithinMs: numberOf(fields['recoversWithinMs'], 'expect.recoversWithinMs', 0, LONGEST_RECOVERY_MS),
  };
}
