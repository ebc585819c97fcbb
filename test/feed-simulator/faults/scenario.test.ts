import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_FAULTS } from '../../../feed-simulator/faults/fault-desk.ts';
import { FAULT_KINDS } from '../../../feed-simulator/faults/fault-spec.ts';
import { readScenario, type Scenario } from '../../../feed-simulator/faults/scenario.ts';
import {
  scenarioFile,
  scenarioNamed,
  shippedScenarios,
} from '../../../feed-simulator/faults/scenario-files.ts';
import { isProblem } from '../../../feed-simulator/faults/fault-problem.ts';
import { FaultRig, numbered } from './fault-rig.ts';

const MINE = {
  name: 'mine',
  title: 'Mine',
  description: 'What I rehearse.',
  seed: 5,
  faults: [{ kind: 'drop' }, { kind: 'duplicate', seed: 9 }],
  expect: { shows: 'That it is stale.', reasons: ['gap'], recoversWithinMs: 100 },
};

function mine(): Scenario {
  const scenario = readScenario(MINE);
  if (isProblem(scenario)) throw new Error(scenario.message);
  return scenario;
}

describe('readScenario', () => {
  it('gives the scenario\u2019s seed to the faults that have none', () => {
    expect(mine().faults.map(({ kind, seed }) => [kind, seed])).toEqual([
      ['drop', 5],
      ['duplicate', 9],
    ]);
  });

  it.each([
    ['nothing', null, 'expected a scenario as a map, received null'],
    ['a list', [], 'expected a scenario as a map'],
    ['an unknown field', { ...MINE, note: '' }, 'received "note"'],
    ['a name that is no file\u2019s', { ...MINE, name: '../x' }, 'expected name of a-z 0-9 -'],
    ['no faults', { ...MINE, faults: [] }, 'expected faults as a list of 1 to 16'],
    ['a bad fault', { ...MINE, faults: [{ kind: 'drop' }, { kind: 'x' }] }, 'expected faults[1].kind'],
    ['no seed', { ...MINE, seed: undefined }, 'expected seed as a whole number'],
    ['no expectation', { ...MINE, expect: undefined }, 'expected expect as a map, received nothing'],
    [
      'an unknown reason',
      { ...MINE, expect: { ...MINE.expect, reasons: ['sad'] } },
      'expected expect.reasons[0]',
    ],
  ])('refuses %s', (_, json, message) => {
    expect(readScenario(json)).toMatchObject({
      code: 'BAD_SCENARIO',
      message: expect.stringContaining(message) as unknown,
    });
  });
});

describe('FaultDesk with a scenario', () => {
  it('starts all faults of the scenario under its name', () => {
    const rig = new FaultRig();
    expect(rig.desk.startAll(mine())).toEqual({ ids: [1, 2] });
    expect(rig.desk.list()).toMatchObject([
      { id: 1, kind: 'drop', scenario: 'mine' },
      { id: 2, kind: 'duplicate', scenario: 'mine' },
    ]);
  });

  it('starts none when there is not room for all', () => {
    const rig = new FaultRig();
    for (let i = 1; i < MAX_FAULTS; i += 1) rig.start({ kind: 'delay', delayMs: 1 });
    expect(rig.desk.startAll(mine())).toMatchObject({ code: 'TOO_MANY_FAULTS' });
    expect(rig.desk.list()).toHaveLength(MAX_FAULTS - 1);
  });

  it('repeats itself, message for message, whatever the seed of the run', () => {
    const outcome = (seed: number): unknown[] => {
      const scenario = scenarioNamed('drop');
      const rig = new FaultRig(seed);
      const client = rig.connect();
      if (!isProblem(scenario)) rig.desk.startAll(scenario);
      for (let sequence = 1; sequence <= 500; sequence += 1) client.pass(numbered(sequence));
      return client.takeSequences();
    };
    expect(outcome(1)).toEqual(outcome(2));
    expect(outcome(1).length).toBeLessThan(500);
  });
});

describe('shippedScenarios', () => {
  it('holds one scenario for each kind of fault, named like it and with it', () => {
    const shipped = shippedScenarios();
    expect(shipped.map(({ name }) => name)).toEqual([...FAULT_KINDS].sort());
    for (const { name, faults } of shipped) expect(faults.map(({ kind }) => kind)).toContain(name);
  });

  it('ends by itself in every scenario, so that a rehearsal has an end', () => {
    for (const { faults } of shippedScenarios())
      for (const { kind, durationMs } of faults)
        expect(durationMs !== null || kind === 'server-restart').toBe(true);
  });
});

describe('scenarioNamed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'touchline-scenario-'));
    await writeFile(join(folder, 'mine.json'), JSON.stringify(MINE));
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...MINE, seed: -1 }));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('finds a shipped scenario by its name, and one of the user\u2019s by its file', () => {
    expect(scenarioNamed('gap')).toMatchObject({ name: 'gap' });
    expect(scenarioNamed(join(folder, 'mine.json'))).toEqual(mine());
  });

  it('says what is wrong with a file', () => {
    expect(scenarioFile(join(folder, 'broken.json'))).toMatchObject({
      code: 'BAD_SCENARIO',
      message: expect.stringContaining('broken.json cannot be read: ') as unknown,
    });
    expect(scenarioFile(join(folder, 'none.json'))).toMatchObject({ code: 'BAD_SCENARIO' });
    expect(scenarioFile(join(folder, 'wrong.json'))).toMatchObject({
      message: expect.stringContaining('wrong.json: expected seed') as unknown,
    });
  });

  it('names what there is when a name is unknown', () => {
    expect(scenarioNamed('melt')).toMatchObject({
      code: 'UNKNOWN_SCENARIO',
      message: expect.stringMatching(/^expected one of clock-skew, .*received "melt"$/) as unknown,
    });
  });
});
