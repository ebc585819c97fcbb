import type { FromPainter, ToPainter } from './painting-messages.ts';
import { WorkerPainter } from './worker-painter.ts';

// The entry of the painting worker: its globals and nothing else.

type WorkerScope = {
  readonly fonts: FontFaceSet;
  onmessage: ((event: MessageEvent<ToPainter>) => void) | null;
  postMessage(message: FromPainter): void;
};
const scope = globalThis as unknown as WorkerScope;

const painter = new WorkerPainter({
  post: (message) => scope.postMessage(message),
  loadFonts: (fonts) =>
    Promise.all(
      fonts.map(({ family, source, weight, style, unicodeRange }) => {
        const face = new FontFace(family, source, { weight, style, unicodeRange });
        scope.fonts.add(face);
        return face.load();
      }),
    ),
});
scope.onmessage = ({ data, ports }) => painter.take(data, ports);
