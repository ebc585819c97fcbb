// One process: reads a stream from a socket into books and makes views of them 60 times a second.
import {
  sharedMs,
  type Measured,
  type ProcessOptions,
  type ReceiverAnswer,
  type ReceiverRequest,
} from './path-messages.ts';
import { createReceiver } from './receivers.ts';
import { TurnCosts } from './turn-costs.ts';

const FRAME_MS = 1_000 / 60;
const TICK_MS = 100;

/** A run under way. */
type Run = {
  readonly messages: number;
  readonly cpuBefore: NodeJS.CpuUsage;
  /** Null unless the time of each message is asked for. */
  readonly doneMs: Float64Array | null;
  received: number;
  firstMs: number;
  views: number;
};

const { shape, receiver: name } = JSON.parse(process.argv[2] ?? '') as ProcessOptions;
if (name === undefined) throw new Error('expected the name of a receiver');
const turns = new TurnCosts();
let run: Run | null = null;
const tell = (answer: ReceiverAnswer): void => void process.send?.(answer);

const receiver = await createReceiver(name, shape.instruments, (messages) => {
  turns.note();
  if (run === null) return;
  const { received } = run;
  run.received = received + messages;
  if (received === 0) run.firstMs = sharedMs();
  run.doneMs?.fill(sharedMs(), received, run.received);
  if (run.received >= run.messages) finish(run);
});

function finish({ messages, cpuBefore, doneMs, received, firstMs, views }: Run): void {
  run = null;
  if (received !== messages) throw new Error(`expected ${messages} messages, received ${received}`);
  const cpu = process.cpuUsage(cpuBefore);
  const measured: Measured = {
    kind: 'measured',
    cpuMs: (cpu.user + cpu.system) / 1_000,
    wallMs: sharedMs() - firstMs,
    views,
    hashes: Array.from({ length: shape.instruments }, (_, place) => receiver.hashOf(place)),
    turnsMs: new Float64Array(0),
    doneMs: doneMs ?? new Float64Array(0),
  };
  // The turn that ends the run is still under way.
  setImmediate(() => setImmediate(() => tell({ ...measured, turnsMs: turns.take() })));
}

process.on('message', (request: ReceiverRequest) => {
  switch (request.kind) {
    case 'connect':
      turns.take();
      turns.note();
      receiver.connect(request, () =>
        setImmediate(() => setImmediate(() => tell({ kind: 'live', blockMs: Math.max(0, ...turns.take()) }))),
      );
      return;
    case 'measure': {
      const doneMs = request.isEachTimed ? new Float64Array(request.messages) : null;
      globalThis.gc?.();
      turns.take();
      run = {
        messages: request.messages,
        cpuBefore: process.cpuUsage(),
        doneMs,
        received: 0,
        firstMs: 0,
        views: 0,
      };
      return tell({ kind: 'armed' });
    }
    case 'close':
      receiver.close();
  }
});
process.on('disconnect', () => {
  receiver.close();
  process.exit(0);
});
setInterval(() => {
  receiver.showViews();
  if (run !== null) run.views += 1;
}, FRAME_MS);
setInterval(() => receiver.tick(), TICK_MS);
