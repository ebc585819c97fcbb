import { beforeEach, describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { ControlDesk } from '../../../feed-simulator/faults/control-desk.ts';
import { shippedScenarios } from '../../../feed-simulator/faults/scenario-files.ts';
import type { AuditEntry } from '../../../feed-simulator/server/audit-entry.ts';
import { FaultRig } from './fault-rig.ts';

const ACTOR = { subject: 'operator', address: '127.0.0.1' };

let rig: FaultRig;
let audited: AuditEntry[];
let control: ControlDesk;
let market: SimulatedMarket;
beforeEach(() => {
  rig = new FaultRig();
  audited = [];
  market = new SimulatedMarket({ seed: 5, updatesPerSecond: 500, startTime: timestampMicros(1_000_000) });
  control = new ControlDesk({
    faults: rig.desk,
    scenarios: shippedScenarios(),
    market,
    audit: (entry) => audited.push(entry),
  });
});

const entry = (action: string, target: string, outcome = 'done'): AuditEntry => ({
  event: 'control',
  action,
  target,
  outcome,
  ...ACTOR,
});

describe('ControlDesk', () => {
  it('starts a fault, lists it and stops it, and writes down who did', () => {
    expect(control.startFault({ kind: 'drop', durationMs: 500 }, ACTOR)).toEqual({ id: 1 });
    expect(control.listFaults()).toMatchObject({
      faults: [{ id: 1, kind: 'drop', state: 'on', remainingMs: 500 }],
    });
    expect(control.stopFault(1, ACTOR)).toEqual({ stopped: 1 });
    expect(control.listFaults()).toMatchObject({ faults: [{ id: 1, state: 'ended' }] });
    expect(audited).toEqual([entry('start-fault', '1 drop'), entry('stop-fault', '1')]);
  });

  it('refuses a bad fault, one that would befall nothing, and an unknown number, and writes that down too', () => {
    expect(control.startFault({ kind: 'melt' }, ACTOR)).toMatchObject({ code: 'BAD_FAULT' });
    const nowhere = { kind: 'drop', instruments: ['ESZ6', 'NOPE*'] };
    expect(control.startFault(nowhere, ACTOR)).toMatchObject({
      code: 'BAD_FAULT',
      message: 'expected an instrument of the venue, received NOPE*',
    });
    expect(control.stopFault(4, ACTOR)).toMatchObject({ code: 'UNKNOWN_FAULT' });
    expect(audited).toEqual([
      entry('start-fault', '', 'BAD_FAULT'),
      entry('start-fault', '', 'BAD_FAULT'),
      entry('stop-fault', '4', 'UNKNOWN_FAULT'),
    ]);
  });

  it('begins a regime, lists it, and writes down who did', () => {
    const wanted = { instrument: 'ETH-USD', regime: 'flashCrash', durationMs: 60_000 };
    expect(control.startRegime(wanted, ACTOR)).toEqual({ instrument: 'ETH-USD', regime: 'flashCrash' });
    market.advanceTo(timestampMicros(market.now + 1_000), () => undefined);
    expect(control.listMarket().market).toContainEqual({ instrument: 'ETH-USD', regime: 'flashCrash' });
    expect(audited).toEqual([entry('start-regime', 'ETH-USD flashCrash')]);
  });

  it.each([
    [{ instrument: 'NONE', regime: 'fast', durationMs: 5_000 }, 'BAD_REGIME'],
    [{ instrument: 'ARVN', regime: 'wild', durationMs: 5_000 }, 'BAD_REGIME'],
    [{ instrument: 'ARVN', regime: 'fast', durationMs: 0 }, 'BAD_REGIME'],
    [{ instrument: 'KELP', regime: 'fast', durationMs: 5_000 }, 'OUT_OF_TRADING'],
  ])('refuses the regime %j with a code', (wanted, code) => {
    const kelp = market.instruments.findIndex(({ id }) => id === 'KELP');
    market.setState(kelp, 'closed', 'for the night', () => undefined);
    expect(control.startRegime(wanted, ACTOR)).toMatchObject({ code });
    expect(audited).toEqual([entry('start-regime', '', code)]);
  });

  it('stops everything', () => {
    control.startFault({ kind: 'drop' }, ACTOR);
    control.startFault({ kind: 'duplicate' }, ACTOR);
    expect(control.stopAll(ACTOR)).toEqual({ stopped: 2 });
    expect(audited.at(-1)).toEqual(entry('stop-all', '2 faults'));
  });

  it('lists the scenarios with what each must show, and starts one by its name', () => {
    const { scenarios } = control.listScenarios();
    expect(scenarios).toContainEqual(
      expect.objectContaining({ name: 'gap', title: expect.any(String) as unknown }),
    );
    expect(control.startScenario('gap', ACTOR)).toEqual({ ids: [1] });
    expect(control.listFaults()).toMatchObject({ faults: [{ kind: 'gap', scenario: 'gap' }] });
    expect(audited).toEqual([entry('start-scenario', 'gap')]);
  });

  it('refuses an unknown scenario without repeating its name in the log', () => {
    expect(control.startScenario('../../etc', ACTOR)).toMatchObject({ code: 'UNKNOWN_SCENARIO' });
    expect(audited).toEqual([entry('start-scenario', '', 'UNKNOWN_SCENARIO')]);
  });
});
