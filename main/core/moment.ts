/** Both clocks at one moment: monotonic for deadlines, wall for stamps people see. Milliseconds. */
export type Moment = { readonly monotonicMs: number; readonly wallMs: number };
