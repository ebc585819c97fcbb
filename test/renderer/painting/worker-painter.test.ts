import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_FRAMES_IN_FLIGHT } from '../../../main/contract/host-transport.ts';
import { FrameGate } from '../../../renderer/painting/frame-gate.ts';
import type { FromPainter, ToPainter } from '../../../renderer/painting/painting-messages.ts';
import { WorkerPainter } from '../../../renderer/painting/worker-painter.ts';
import { CANVAS_TOKENS, type CanvasTheme } from '../../../renderer/shared/canvas-theme.ts';
import type { PaintedCanvas } from '../../../renderer/shared/painting.ts';
import { BITCOIN } from '../../support/fake-transport.ts';
import { buildFrame, ladderPayload } from '../../support/frame-builder.ts';
import { RecordingSurface } from '../panels/recording-surface.ts';
import { SAMPLE } from '../panels/ladder/sample-ladder.ts';

const THEME = Object.fromEntries(Object.keys(CANVAS_TOKENS).map((name) => [name, name])) as CanvasTheme;

/** The host behind the worker's port: opens every view it is asked for. */
class FakeHostPort extends EventTarget {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: { kind: string; [field: string]: unknown }[] = [];
  start(): void {}
  close(): void {}
  postMessage(message: { kind: string; id?: number }): void {
    this.sent.push(message);
    if (message.kind === 'request')
      this.onmessage?.({ data: { kind: 'answer', id: message.id, result: { viewId: 1 } } });
  }
  push(channel: string): void {
    this.onmessage?.({ data: { kind: 'push', channel, payload: { beat: 1 } } });
  }
  frame(frameNumber: number, sequence: number): void {
    const sections = [{ viewId: 1, kind: 'ladder', payload: ladderPayload(SAMPLE), sequence }] as const;
    this.onmessage?.({ data: new Float64Array(buildFrame(frameNumber, sections)) });
  }
}

let said: FromPainter[];
let surface: RecordingSurface;
let frames: (() => void)[];
let port: FakeHostPort;
let painter: WorkerPainter;
let fontsLoaded: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  said = [];
  frames = [];
  surface = new RecordingSurface();
  port = new FakeHostPort();
  const gate = new FrameGate((call) => {
    frames.push(call);
    return () => (frames = frames.filter((other) => other !== call));
  });
  painter = new WorkerPainter(
    {
      post: (message) => said.push(message),
      loadFonts: () => new Promise<void>((resolve) => (fontsLoaded = resolve)),
    },
    gate,
  );
  tell({ kind: 'connect', door: { kind: 'port' } });
  tell({ kind: 'theme', theme: THEME });
  tell({ kind: 'fonts', fonts: [] });
  painter.take({ kind: 'port' }, [port as unknown as MessagePort]);
  openLadder();
  fontsLoaded();
  await settle();
});
afterEach(() => void vi.useRealTimers());

const tell = (message: ToPainter): void => painter.take(message, []);
function openLadder(): void {
  const canvas = { width: 0, height: 0, getContext: () => surface } as unknown as PaintedCanvas;
  const start = { instrument: BITCOIN, step: 1, pinnedAt: null };
  tell({ kind: 'open', id: 1, canvas, order: { name: 'ladder', start } });
  tell({ kind: 'resize', id: 1, extent: { width: 320, height: 180, pixelRatio: 1 } });
}
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}
const paint = (): void => {
  for (const call of frames.splice(0)) call();
};
const requests = (): unknown[] =>
  port.sent.filter(({ kind }) => kind === 'request').map((sent) => sent['channel']);
const acknowledged = (): unknown[] =>
  port.sent.filter(({ kind }) => kind === 'acknowledge').map((sent) => sent['frame']);
const reports = (): FromPainter[] => said.filter(({ kind }) => kind === 'report');

describe('WorkerPainter', () => {
  it('gives a sign of life at once and four times a second', () => {
    vi.advanceTimersByTime(1_000);
    expect(said.filter(({ kind }) => kind === 'beat').length).toBe(5);
  });

  it('opens the view over a line of its own, paints its frames and acknowledges them', () => {
    expect(requests()).toEqual(['open-view']);
    port.frame(1, 7);
    expect([acknowledged(), surface.texts]).toEqual([[], []]);
    paint();
    expect(acknowledged()).toEqual([1]);
    expect(surface.texts.map(({ text }) => text)).toContain('0.0050');
    expect(reports()).toContainEqual(
      expect.objectContaining({ report: expect.objectContaining({ kind: 'shown', sequence: 7 }) as unknown }),
    );
  });

  it('neither paints nor acknowledges while the page cannot be seen, and shows the newest when it can', () => {
    tell({ kind: 'seen', isSeen: false });
    for (let frame = 1; frame <= MAX_FRAMES_IN_FLIGHT; frame++) port.frame(frame, frame);
    paint();
    expect([acknowledged(), surface.texts]).toEqual([[], []]);
    tell({ kind: 'seen', isSeen: true });
    paint();
    expect(acknowledged()).toEqual([1, 2]);
    expect(surface.texts.length).toBeGreaterThan(0);
  });

  it('closes the view of a panel that cannot be seen', async () => {
    tell({ kind: 'resize', id: 1, extent: { width: 0, height: 0, pixelRatio: 1 } });
    await settle();
    expect(requests()).toEqual(['open-view', 'close-view']);
    tell({ kind: 'resize', id: 1, extent: { width: 320, height: 180, pixelRatio: 1 } });
    expect(requests()).toEqual(['open-view', 'close-view', 'open-view']);
  });

  it('judges its own line: the terminal must give signs of life over it', () => {
    const judged = (): unknown[] =>
      said.flatMap((message) => (message.kind === 'terminal' ? [message.trouble?.reason ?? null] : []));
    port.push('host-beat');
    expect(judged()).toEqual([null]);
    vi.advanceTimersByTime(1_300);
    expect(judged()).toEqual([null, 'host-silent']);
    port.push('host-beat');
    port.dispatchEvent(new Event('close'));
    expect(judged()).toEqual([null, 'host-silent', null, 'disconnected']);
  });

  it('says when animation frames do not come', () => {
    port.frame(1, 7);
    vi.advanceTimersByTime(1_500);
    expect(said.findLast(({ kind }) => kind === 'beat')).toEqual({ kind: 'beat', isPainting: false });
    paint();
    vi.advanceTimersByTime(250);
    expect(said.findLast(({ kind }) => kind === 'beat')).toEqual({ kind: 'beat', isPainting: true });
  });

  it('takes the painting down and closes its view', async () => {
    tell({ kind: 'close', id: 1 });
    await settle();
    expect(requests()).toEqual(['open-view', 'close-view']);
    tell({ kind: 'command', id: 1, command: { kind: 'recentre' } });
  });
});

describe('WorkerPainter before its fonts', () => {
  const opened = (): number => requests().length;
  const begin = (loadFonts: () => Promise<unknown>): void => {
    const gate = new FrameGate(() => () => {});
    painter = new WorkerPainter({ post: (message) => said.push(message), loadFonts }, gate);
    port = new FakeHostPort();
    tell({ kind: 'connect', door: { kind: 'port' } });
    painter.take({ kind: 'port' }, [port as unknown as MessagePort]);
    tell({ kind: 'theme', theme: THEME });
    tell({ kind: 'fonts', fonts: [] });
    openLadder();
  };
  const faults = (): string[] =>
    said.flatMap((message) => (message.kind === 'fault' ? [message.fault.code] : []));

  it('opens nothing, and does without them after three seconds', () => {
    begin(() => new Promise(() => {}));
    expect(opened()).toBe(0);
    vi.advanceTimersByTime(3_000);
    expect([opened(), faults()]).toEqual([1, ['FONTS_MISSING']]);
  });

  it('does without a font that cannot be loaded', async () => {
    begin(() => Promise.reject(new Error('404')));
    await settle();
    expect([opened(), faults()]).toEqual([1, ['FONTS_MISSING']]);
  });
});
