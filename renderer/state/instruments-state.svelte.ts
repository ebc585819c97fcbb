import type { InstrumentSummary } from '../../main/contract/terminal-api.ts';
import { errorCode, errorText, type ClientFault } from '../api/client-fault.ts';
import type { TerminalClient } from '../api/terminal-client.ts';

/** The instruments of the venue, as the terminal last told them. Written by this class only. */
export class InstrumentsState {
  #list: readonly InstrumentSummary[] = $state.raw([]);
  readonly #ids = $derived(new Map(this.#list.map((instrument) => [instrument.id, instrument])));
  readonly #indexes = $derived(new Map(this.#list.map((instrument) => [instrument.index, instrument])));
  readonly #stops: readonly (() => void)[];

  constructor(client: TerminalClient, report: (fault: ClientFault) => void) {
    const read = (): void => {
      client.request('list-instruments', undefined).then(
        (list) => (this.#list = list),
        (error: unknown) => report({ code: errorCode(error), message: errorText(error) }),
      );
    };
    this.#stops = [
      client.onPush('instruments', (list) => (this.#list = list)),
      client.onConnection((connection) => {
        if (connection === 'open') read();
      }),
    ];
  }

  /** Empty until the terminal has told them; keeps the last ones while the host is away. */
  get list(): readonly InstrumentSummary[] {
    return this.#list;
  }

  byId(id: string): InstrumentSummary | undefined {
    return this.#ids.get(id);
  }

  byIndex(index: number): InstrumentSummary | undefined {
    return this.#indexes.get(index);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}
