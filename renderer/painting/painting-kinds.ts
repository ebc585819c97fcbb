import { LadderPainting } from '../panels/ladder/ladder-painting.ts';
import type { LadderCommand, LadderReport, LadderStart } from '../panels/ladder/ladder-messages.ts';
import { TapePainting } from '../panels/tape/tape-painting.ts';
import type { TapeCommand, TapeReport, TapeStart } from '../panels/tape/tape-messages.ts';
import type { Painting, PaintingParts } from '../shared/painting.ts';

/** The paintings there are, and what is said to and by each. */
export type PaintingKinds = {
  ladder: { start: LadderStart; command: LadderCommand; report: LadderReport };
  tape: { start: TapeStart; command: TapeCommand; report: TapeReport };
};
export type PaintingName = keyof PaintingKinds;
export type PaintingStart<Name extends PaintingName> = PaintingKinds[Name]['start'];
export type PaintingCommand<Name extends PaintingName> = PaintingKinds[Name]['command'];
export type PaintingReport<Name extends PaintingName> = PaintingKinds[Name]['report'];

/** One painting as it is ordered. */
export type PaintingOrder = {
  [Name in PaintingName]: { readonly name: Name; readonly start: PaintingStart<Name> };
}[PaintingName];

/** A command may be given only to a painting of its own kind; whoever opened it sees to that. */
export type AnyPainting = Painting<never>;

export function createPainting(order: PaintingOrder, parts: PaintingParts<unknown>): AnyPainting {
  return order.name === 'ladder'
    ? new LadderPainting(order.start, parts)
    : new TapePainting(order.start, parts);
}
