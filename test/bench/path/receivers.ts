import type { CodecName } from '../../../main/wire/codec.ts';
import { ccxtKind } from '../peers/ccxt-book.ts';
import type { Pair, PeerBook } from '../peers/peer-book.ts';
import { loadPeers } from '../peers/peer-packages.ts';
import type { PeerPackages, PriceAmount, TardisChange } from '../peers/peer-types.ts';
import { tardisKind } from '../peers/tardis-book.ts';
import { SplicePeer, type Sides } from '../peers-local/splice-peer.ts';
import { LimitStack } from './limit-stack.ts';
import type { ReceiverName } from './path-messages.ts';
import type { OnRead, PathReceiver } from './path-receiver.ts';
import { NO_SCALE, PeerStack, TEXT_SCALE } from './peer-stack.ts';
import { ProductReceiver } from './product-receiver.ts';
import { StackReceiver, type StackBooks } from './stack-receiver.ts';
import type { WireForm } from './wire-form.ts';

/** What each receiver reads, and how it is named in results. */
export const RECEIVERS: Record<ReceiverName, { readonly form: WireForm; readonly title: string }> = {
  'product-msgpack': { form: 'flat-msgpack', title: 'the product' },
  'product-json': { form: 'flat-json', title: 'the product' },
  'product-maps': { form: 'json', title: 'the product without flat form' },
  tardis: { form: 'exchange-json', title: 'ws + JSON.parse + tardis-dev' },
  'tardis-flat': { form: 'flat-json', title: 'ws + JSON.parse of our flat integers + tardis-dev' },
  ccxt: { form: 'exchange-json', title: 'ws + JSON.parse + ccxt' },
  splice: { form: 'exchange-json', title: 'ws + JSON.parse + array splice' },
  'splice-flat': { form: 'flat-json', title: 'ws + JSON.parse of our flat integers + array splice' },
  fixed: { form: 'fixed', title: 'ws + fixed layout + the same book' },
};

/** @param instruments how many books the stream has */
export async function createReceiver(
  name: ReceiverName,
  instruments: number,
  onRead: OnRead,
): Promise<PathReceiver> {
  const { form } = RECEIVERS[name];
  if (name.startsWith('product-')) return new ProductReceiver(form as CodecName, onRead);
  const create = await stackOf(name, instruments);
  return new StackReceiver(form, instruments, create, onRead);
}

async function stackOf(name: ReceiverName, instruments: number): Promise<() => StackBooks> {
  const { form } = RECEIVERS[name];
  const scale = form === 'flat-json' ? NO_SCALE : TEXT_SCALE;
  const booksOf = <Change>(create: () => PeerBook<Change>): PeerBook<Change>[] =>
    Array.from({ length: instruments }, create);
  switch (name) {
    case 'tardis':
    case 'tardis-flat': {
      const { create } = tardisKind(await packages());
      return () => new PeerStack({ books: booksOf(create), form, scale, changeOf: tardisSides });
    }
    case 'ccxt': {
      const { create } = ccxtKind(await packages());
      return () =>
        new PeerStack({ books: booksOf(create), form, scale, changeOf: (bids, asks) => ({ bids, asks }) });
    }
    case 'splice':
    case 'splice-flat': {
      const create = (): SplicePeer => new SplicePeer(scale);
      const changeOf = (bids: readonly Pair[], asks: readonly Pair[]): Sides => ({ bids, asks });
      return () => new PeerStack({ books: booksOf(create), form, scale: NO_SCALE, changeOf });
    }
    default:
      return () => new LimitStack(instruments);
  }
}

function tardisSides(bids: readonly Pair[], asks: readonly Pair[]): TardisChange {
  const amounts = (pairs: readonly Pair[]): PriceAmount[] =>
    pairs.map(([price, amount]) => ({ price, amount }));
  return { isSnapshot: false, bids: amounts(bids), asks: amounts(asks) };
}

async function packages(): Promise<PeerPackages> {
  const peers = await loadPeers(() => undefined);
  if (peers === null) throw new Error('expected the peers to be installed');
  return peers;
}
