import type { AuditEntry } from '../server/audit-entry.ts';
import type { FaultDesk, FaultReport } from './fault-desk.ts';
import { faultProblem, isProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import { readFaultSpec } from './read-fault-spec.ts';
import { listRegimes, switchRegime } from './regime-switch.ts';
import type { RegimeReport, SteerableMarket } from './regime-switch.ts';
import type { Scenario } from './scenario.ts';

/** Who asks: the token's subject, and the address the request came from. */
export type ControlActor = { readonly subject: string; readonly address: string };

/** A scenario as the control API lists it. */
export type ScenarioSummary = Pick<Scenario, 'name' | 'title' | 'description' | 'expect'>;

/** What `/v1/control` does, without HTTP: every function answers with a value, and what changes something is written down. */
export class ControlDesk {
  readonly #faults: FaultDesk;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #market: SteerableMarket;
  readonly #audit: (entry: AuditEntry) => void;

  constructor(options: {
    faults: FaultDesk;
    scenarios: readonly Scenario[];
    market: SteerableMarket;
    audit: (entry: AuditEntry) => void;
  }) {
    this.#faults = options.faults;
    this.#scenarios = new Map(options.scenarios.map((scenario) => [scenario.name, scenario]));
    this.#market = options.market;
    this.#audit = options.audit;
  }

  listFaults(): { readonly faults: readonly FaultReport[] } {
    return { faults: this.#faults.list() };
  }

  listScenarios(): { readonly scenarios: readonly ScenarioSummary[] } {
    const scenarios = [...this.#scenarios.values()].map(({ name, title, description, expect }) => ({
      name,
      title,
      description,
      expect,
    }));
    return { scenarios };
  }

  /** @param json a fault as the client wrote it */
  startFault(json: unknown, actor: ControlActor): { readonly id: number } | FaultProblem {
    const spec = readFaultSpec(json);
    const id = isProblem(spec) ? spec : this.#faults.start(spec);
    const target = isProblem(spec) || isProblem(id) ? '' : `${id} ${spec.kind}`;
    this.#note('start-fault', target, id, actor);
    return isProblem(id) ? id : { id };
  }

  stopFault(id: number, actor: ControlActor): { readonly stopped: number } | FaultProblem {
    const answer = this.#faults.stop(id)
      ? { stopped: 1 }
      : faultProblem('UNKNOWN_FAULT', `expected the number of a fault that is on, received ${id}`);
    this.#note('stop-fault', `${id}`, answer, actor);
    return answer;
  }

  stopAll(actor: ControlActor): { readonly stopped: number } {
    const answer = { stopped: this.#faults.stopAll() };
    this.#note('stop-all', `${answer.stopped} faults`, answer, actor);
    return answer;
  }

  startScenario(name: string, actor: ControlActor): { readonly ids: readonly number[] } | FaultProblem {
    const scenario = this.#scenarios.get(name);
    const answer =
      scenario === undefined
        ? faultProblem(
            'UNKNOWN_SCENARIO',
            `expected a scenario of the list, received ${JSON.stringify(name)}`,
          )
        : this.#faults.startAll(scenario);
    this.#note('start-scenario', scenario?.name ?? '', answer, actor);
    return answer;
  }

  listMarket(): { readonly market: readonly RegimeReport[] } {
    return { market: listRegimes(this.#market) };
  }

  /** @param json a regime as the client wrote it */
  startRegime(json: unknown, actor: ControlActor): RegimeReport | FaultProblem {
    const answer = switchRegime(json, this.#market);
    const target = isProblem(answer) ? '' : `${answer.instrument} ${answer.regime}`;
    this.#note('start-regime', target, answer, actor);
    return answer;
  }

  #note(action: string, target: string, answer: unknown, { subject, address }: ControlActor): void {
    const outcome = isProblem(answer) ? answer.code : 'done';
    this.#audit({ event: 'control', action, subject, address, target, outcome });
  }
}
