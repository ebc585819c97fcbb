import { beforeEach, describe, expect, it } from 'vitest';
import { ControlDesk } from '../../../feed-simulator/faults/control-desk.ts';
import { shippedScenarios } from '../../../feed-simulator/faults/scenario-files.ts';
import type { AuditEntry } from '../../../feed-simulator/server/audit-entry.ts';
import { FaultRig } from './fault-rig.ts';

const ACTOR = { subject: 'operator', address: '127.0.0.1' };

let rig: FaultRig;
let audited: AuditEntry[];
let control: ControlDesk;
beforeEach(() => {
  rig = new FaultRig();
  audited = [];
  control = new ControlDesk({
    faults: rig.desk,
    scenarios: shippedScenarios(),
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

  it('refuses a bad fault and an unknown number, and writes that down too', () => {
    expect(control.startFault({ kind: 'melt' }, ACTOR)).toMatchObject({ code: 'BAD_FAULT' });
    expect(control.stopFault(4, ACTOR)).toMatchObject({ code: 'UNKNOWN_FAULT' });
    expect(audited).toEqual([
      entry('start-fault', '', 'BAD_FAULT'),
      entry('stop-fault', '4', 'UNKNOWN_FAULT'),
    ]);
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
