import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { Admission, Visitor } from '../../../feed-simulator/access/access-gate.ts';
import { tokenOf } from '../../../feed-simulator/access/bearer-token.ts';
import type { BearerFields } from '../../../feed-simulator/access/bearer-token.ts';
import type { IssuedToken } from '../../../feed-simulator/access/token-desk.ts';
import { createHttpEdge } from '../../../feed-simulator/http/http-edge.ts';
import type { HttpEdge, HttpEdgeOptions } from '../../../feed-simulator/http/http-edge.ts';
import type { HttpAccess } from '../../../feed-simulator/http/http-context.ts';
import type { ServedVenue } from '../../../feed-simulator/http/served-venue.ts';
import type { AuditEntry } from '../../../feed-simulator/server/audit-entry.ts';
import { createObservability } from '../../../feed-simulator/observability/observability.ts';
import { statusPage } from '../../../feed-simulator/observability/status-page.ts';
import { refusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { AccessRefusal, LimitRefusal } from '../../../feed-simulator/server/access-refusal.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import type { VenueLimits } from '../../../feed-simulator/server/venue-limits.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { EventReader } from './read-events.ts';
import type { ReadEvent } from './read-events.ts';

/** Lets in strangers to everything, and tokens that a test made up. */
export class FakeAccess implements HttpAccess {
  readonly tokens = new Map<string, Rights>();
  stranger: Rights | AccessRefusal = rightsTo(['*']);
  admitted = 0;
  refusal: LimitRefusal | null = null;
  admissionRefusal: AccessRefusal | null = null;

  rightsOf(request: BearerFields): Promise<Rights | AccessRefusal> {
    const token = tokenOf(request);
    if (token === null) return Promise.resolve(this.stranger);
    const known = typeof token === 'string' ? this.tokens.get(token) : undefined;
    return Promise.resolve(known ?? refusal('TOKEN_INVALID', 'no token of this venue'));
  }

  admit(): Admission | AccessRefusal {
    if (this.admissionRefusal !== null) return this.admissionRefusal;
    this.admitted += 1;
    return { type: 'admission', release: () => (this.admitted -= 1) };
  }

  take({ address }: Visitor): LimitRefusal | null {
    if (address !== '127.0.0.1') throw new Error(`called from ${address}`);
    return this.refusal;
  }

  refresh(request: BearerFields): Promise<IssuedToken> {
    const token = tokenOf(request);
    if (typeof token !== 'string') throw new Error('expected a token to renew');
    return Promise.resolve({ token: `${token} again`, tokenId: '1', expiresAt: timestampMicros(17) });
  }
}

type RigOptions = Partial<HttpEdgeOptions> & { readonly limit?: Partial<VenueLimits> };

/** The HTTP edge on a real port, with a clock and steps that a test moves. */
export class HttpRig<V extends ServedVenue = FakeVenue> {
  readonly access = new FakeAccess();
  readonly clock: ManualClock;
  readonly counts = new Counts();
  readonly audited: AuditEntry[] = [];
  venue: V;
  edge: HttpEdge | null = null;
  port = 0;
  readonly #clients = new Set<ClientRequest>();
  readonly #closing: (() => void)[] = [];

  constructor(venue: V, clock = new ManualClock()) {
    this.venue = venue;
    this.clock = clock;
  }

  async open(changes: RigOptions = {}): Promise<this> {
    this.port = await (await this.build(changes)).listen(0, '127.0.0.1');
    return this;
  }

  /** The edge, on no port yet. */
  async build(changes: RigOptions = {}): Promise<HttpEdge> {
    const { limit, ...rest } = changes;
    let connections = 0;
    this.edge = await createHttpEdge({
      venue: () => this.venue,
      access: this.access,
      limits: { ...DEFAULT_LIMITS, ...limit },
      counts: this.counts,
      clock: this.clock,
      gateFor: null,
      nextConnectionNumber: () => (connections += 1),
      audit: (entry) => this.audited.push(entry),
      observability: { ...this.#observability(), page: statusPage() },
      control: null,
      logger: null,
      tls: null,
      ...rest,
    });
    return this.edge;
  }

  #observability() {
    const observability = createObservability({
      counts: this.counts,
      clock: this.clock,
      venue: () => ({
        name: 'Fake',
        epoch: this.venue.epoch,
        instruments: this.venue
          .definitions(rightsTo(['*']))
          .map(({ id, state }) => ({ id, state, sequence: 1 })),
        sessions: this.edge?.streams() ?? [],
      }),
      faults: () => [],
      life: () => ({ isWarm: true, isGoingAway: this.venue.goingAway() !== null }),
    });
    observability.stepped(0, 0);
    this.#closing.push(() => observability.close());
    return observability;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url(path), init);
  }

  async json(path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    return (await (await this.ask(path, init)).json()) as Record<string, unknown>;
  }

  /** Lets time pass and the edge act on it. */
  pass(ms: number): void {
    this.clock.advance(ms);
    this.edge?.tick();
  }

  /** Opens an event stream; its head has come when this resolves. */
  async stream(path: string, headers: Readonly<Record<string, string>> = {}): Promise<StreamReader> {
    const asked = request(this.url(path), { headers, agent: false });
    this.#clients.add(asked);
    asked.on('error', () => undefined);
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return new StreamReader(response, asked);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.edge?.close();
    for (const close of this.#closing) close();
  }
}

const WITHIN_MS = 5_000;

/** One open event stream, read as it comes. */
export class StreamReader {
  readonly reader = new EventReader();
  readonly response: IncomingMessage;
  readonly #request: ClientRequest;
  readonly #watchers = new Set<() => void>();
  isClosed = false;

  constructor(response: IncomingMessage, asked: ClientRequest) {
    this.response = response;
    this.#request = asked;
    const wake = () => {
      for (const watcher of this.#watchers) watcher();
    };
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      this.reader.feed(text);
      wake();
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isClosed = true;
      wake();
    });
  }

  get events(): readonly ReadEvent[] {
    return this.reader.events;
  }

  /** Resolves once it holds; rejects when it has not in time. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`waited for ${what}`)), WITHIN_MS);
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(late);
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }

  /** The connection is gone without a word. */
  cut(): void {
    this.#request.destroy();
  }
}

/** Resolves once it holds, looking after every turn of the loop; rejects when it has not in time. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (!condition()) {
    if (performance.now() > until) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
