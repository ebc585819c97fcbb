import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlCommand } from '../../../feed-simulator/faults/control-command.ts';
import type { FaultReport } from '../../../feed-simulator/faults/fault-desk.ts';
import { FAULT_KINDS } from '../../../feed-simulator/faults/fault-spec.ts';
import { startVenue, type RunningVenue } from '../../../feed-simulator/start-venue.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';

let running: RunningVenue;
beforeAll(async () => {
  running = await startVenue({ port: 0, seed: 1, rate: 100, isControlled: true });
});
afterAll(async () => {
  await running.close();
});

async function tokenWith(scope: 'control' | 'market-data'): Promise<string> {
  const grant = {
    subject: 'operator',
    scopes: [scope],
    instruments: null,
    lifeSeconds: 60,
    refreshForSeconds: 0,
  };
  const issued = await running.tokens.issue(grant, timestampMicros(Date.now() * 1_000));
  return issued.token;
}

type Run = { code: number; answer: unknown; complaint: string };

async function run(token: string, ...words: string[]): Promise<Run> {
  const [printed, complained]: [string[], string[]] = [[], []];
  const code = await controlCommand([...words, '--url', running.httpUrl, '--token', token], {
    environment: {},
    fetch,
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  const [text] = printed;
  const answer: unknown = text === undefined ? null : JSON.parse(text);
  return { code, answer, complaint: complained.join('\n') };
}

describe('npm run simulate -- control', () => {
  it('switches faults on and off in an exchange that runs', async () => {
    const token = await tokenWith('control');
    expect(await run(token, 'start', 'drop', 'probability=0.5', 'instruments=BTC-*')).toMatchObject({
      code: 0,
      answer: { id: 1 },
    });
    expect(await run(token, 'scenario', 'gap')).toMatchObject({ code: 0, answer: { ids: [2] } });
    const { answer } = await run(token, 'list');
    const { faults } = answer as { faults: readonly FaultReport[] };
    expect(faults.map(({ kind, scenario, state }) => [kind, scenario, state])).toEqual([
      ['drop', '', 'on'],
      ['gap', 'gap', 'on'],
    ]);
    expect(await run(token, 'stop', '1')).toMatchObject({ code: 0, answer: { stopped: 1 } });
    expect(await run(token, 'stop', 'all')).toMatchObject({ code: 0, answer: { stopped: 1 } });
    expect(running.faults.list().map(({ state }) => state)).toEqual(['ended', 'ended']);
  });

  it('lists a scenario for each kind of fault', async () => {
    const { answer } = await run(await tokenWith('control'), 'scenarios');
    const { scenarios } = answer as { scenarios: readonly { readonly name: string }[] };
    expect(scenarios.map(({ name }) => name)).toEqual([...FAULT_KINDS].sort());
  });

  it('says why the exchange refuses: a bad fault, an unknown one, a token without the scope', async () => {
    const token = await tokenWith('control');
    const refusals = [
      await run(token, 'start', 'melt'),
      await run(token, 'stop', '99'),
      await run(token, 'scenario', 'melt'),
      await run(await tokenWith('market-data'), 'list'),
    ];
    expect(refusals.map(({ code, complaint }) => [code, complaint.split(',', 1)[0]])).toEqual([
      [1, 'simulate control: BAD_FAULT'],
      [1, 'simulate control: UNKNOWN_FAULT'],
      [1, 'simulate control: UNKNOWN_SCENARIO'],
      [1, 'simulate control: SCOPE_MISSING'],
    ]);
  });
});
