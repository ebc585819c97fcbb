/** Calls once before the next painted frame, never while the window is hidden. @returns the function that cancels it */
export type BeforePaint = (call: () => void) => () => void;

/** The browser's own animation frames, of the page or of a worker. */
export const requestPaint: BeforePaint = (call) => {
  const request = requestAnimationFrame(call);
  return () => cancelAnimationFrame(request);
};
