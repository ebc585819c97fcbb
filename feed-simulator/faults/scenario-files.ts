import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import { readScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const FOLDER = new URL('../scenarios/', import.meta.url);
const EXTENSION = '.json';

/**
 * The scenarios that come with the simulated exchange, by name.
 *
 * @throws Error when a file of the product is not a scenario or is not named as it says (a programmer's error)
 */
export function shippedScenarios(): Scenario[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(EXTENSION));
  return files.sort().map((file) => {
    const scenario = scenarioFile(fileURLToPath(new URL(file, FOLDER)));
    if ('type' in scenario) throw new Error(`${file}: ${scenario.message}`);
    if (`${scenario.name}${EXTENSION}` !== file)
      throw new Error(`expected ${file} to hold the scenario of that name, received "${scenario.name}"`);
    return scenario;
  });
}

/** The scenario in a user's file. */
export function scenarioFile(path: string): Scenario | FaultProblem {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return faultProblem('BAD_SCENARIO', `${path} cannot be read: ${reason}`);
  }
  const scenario = readScenario(json);
  return 'type' in scenario ? faultProblem(scenario.code, `${path}: ${scenario.message}`) : scenario;
}

/** What `--scenario` names: a shipped scenario, or else a file. */
export function scenarioNamed(nameOrFile: string): Scenario | FaultProblem {
  const shipped = shippedScenarios();
  const known = shipped.find(({ name }) => name === nameOrFile);
  if (known !== undefined) return known;
  if (nameOrFile.endsWith(EXTENSION)) return scenarioFile(nameOrFile);
  const names = shipped.map(({ name }) => name).join(', ');
  return faultProblem(
    'UNKNOWN_SCENARIO',
    `expected one of ${names}, or a .json file, received "${nameOrFile}"`,
  );
}
