import { afterEach, describe, expect, it } from 'vitest';
import { faultProblem } from '../../../feed-simulator/faults/fault-problem.ts';
import type { Control } from '../../../feed-simulator/http/control-routes.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig } from './http-rig.ts';

const rigs: HttpRig[] = [];
afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

/** Writes down what it is asked, by whom. */
class FakeControl implements Control {
  readonly asked: unknown[] = [];

  listFaults() {
    return { faults: [] };
  }

  listScenarios() {
    return { scenarios: [] };
  }

  startFault(...asked: Parameters<Control['startFault']>): ReturnType<Control['startFault']> {
    this.asked.push(asked);
    return asked[0] === null ? faultProblem('BAD_FAULT', 'expected a fault') : { id: 7 };
  }

  stopFault(...asked: Parameters<Control['stopFault']>): ReturnType<Control['stopFault']> {
    this.asked.push(asked);
    return asked[0] === 7 ? { stopped: 1 } : faultProblem('UNKNOWN_FAULT', 'no such fault');
  }

  stopAll(...asked: Parameters<Control['stopAll']>) {
    this.asked.push(asked);
    return { stopped: 2 };
  }

  listMarket() {
    return { market: [{ instrument: 'AAA', regime: 'calm' as const }] };
  }

  startRegime(...asked: Parameters<Control['startRegime']>): ReturnType<Control['startRegime']> {
    this.asked.push(asked);
    return faultProblem('OUT_OF_TRADING', 'AAA is out of trading');
  }

  startScenario(...asked: Parameters<Control['startScenario']>) {
    this.asked.push(asked);
    return { ids: [1, 2] };
  }
}

async function open() {
  const control = new FakeControl();
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  await rig.open({ control });
  rig.access.tokens.set('read', rightsTo(['*'], { tokenId: '1' }));
  rig.access.tokens.set('steer', rightsTo(['*'], { subject: 'lab', tokenId: '2', scopes: ['control'] }));
  const ask = async (method: string, path: string, options: { token?: string; body?: unknown } = {}) => {
    const { token = 'steer', body } = options;
    const answer = await rig.ask(`/v1/control/${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };
  return { rig, control, ask };
}

const LAB = { subject: 'lab', address: '127.0.0.1' };

describe('/v1/control', () => {
  it('is for tokens with its scope alone', async () => {
    const { ask, control } = await open();
    const refused = async (token: string) => {
      const [status, { code }] = await ask('DELETE', 'faults', { token });
      return [status, code];
    };
    expect(await refused('')).toEqual([401, 'TOKEN_REQUIRED']);
    expect(await refused('forged')).toEqual([401, 'TOKEN_INVALID']);
    expect(await refused('read')).toEqual([403, 'SCOPE_MISSING']);
    expect(control.asked).toEqual([]);
  });

  it('does what its routes say, and tells the desk who asked', async () => {
    const { ask, control } = await open();
    expect(await ask('GET', 'faults')).toEqual([200, { faults: [] }]);
    expect(await ask('POST', 'faults', { body: { kind: 'drop' } })).toEqual([200, { id: 7 }]);
    expect(await ask('DELETE', 'faults/7')).toEqual([200, { stopped: 1 }]);
    expect(await ask('DELETE', 'faults')).toEqual([200, { stopped: 2 }]);
    expect(await ask('GET', 'scenarios')).toEqual([200, { scenarios: [] }]);
    expect(await ask('POST', 'scenarios/clock-step')).toEqual([200, { ids: [1, 2] }]);
    expect(await ask('GET', 'market')).toEqual([200, { market: [{ instrument: 'AAA', regime: 'calm' }] }]);
    expect((await ask('POST', 'market', { body: { instrument: 'AAA' } }))[0]).toBe(409);
    expect(control.asked).toEqual([
      [{ kind: 'drop' }, LAB],
      [7, LAB],
      [LAB],
      ['clock-step', LAB],
      [{ instrument: 'AAA' }, LAB],
    ]);
  });

  it('passes on why the desk refused, and counts it', async () => {
    const { ask, rig } = await open();
    const [status, answer] = await ask('DELETE', 'faults/8');
    expect([status, answer.code]).toEqual([404, 'UNKNOWN_FAULT']);
    expect((await ask('POST', 'faults', { body: null }))[0]).toBe(400);
    expect((await ask('DELETE', 'faults/x'))[0]).toBe(400);
    expect((await ask('POST', 'scenarios/..%2Fx'))[0]).toBe(400);
    expect(rig.counts.entries('refusals')).toContainEqual({ labels: ['UNKNOWN_FAULT'], value: 1 });
  });
});
