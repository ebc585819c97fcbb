import { btreeKind } from './btree-book.ts';
import { ccxtKind } from './ccxt-book.ts';
import { matchingKind } from './matching-book.ts';
import { orderbooksDefaultKind, orderbooksKind } from './orderbooks-book.ts';
import type { PeerKind } from './peer-book.ts';
import type { PeerPackages } from './peer-types.ts';
import { tardisKind } from './tardis-book.ts';

/** Somebody who does something with a kind without knowing its form of a change. */
export type KindVisitor<Result> = <Change>(kind: PeerKind<Change>) => Result;

/** Every package once, as `visit` makes it. */
export function visitPeerKinds<Result>(packages: PeerPackages, visit: KindVisitor<Result>): Result[] {
  return [
    visit(btreeKind(packages)),
    visit(tardisKind(packages)),
    visit(orderbooksDefaultKind(packages)),
    visit(ccxtKind(packages)),
    visit(matchingKind(packages)),
    visit(orderbooksKind(packages)),
  ];
}
