import { describe, expect, it } from 'vitest';
import type { MarketPipeline } from '../../main/core/market-pipeline.ts';
import {
  aHeartbeat,
  aWelcome,
  anInstrument,
  someHistory,
  someTrades,
  TRADES_SUBSCRIPTION,
} from '../support/market-events.ts';
import { acknowledge, aLiveFeed, MarketFeedRig } from '../support/market-feed-rig.ts';

const onTape = ({ tape }: MarketPipeline): number[] =>
  Array.from({ length: tape.count }, (_, i) => tape.at(i)?.sequence ?? 0);

/** A feed whose venue has sent trades 1 to 3. */
function aFeedWithTrades(): MarketFeedRig {
  const rig = aLiveFeed();
  rig.say(someTrades(1, 3));
  return rig;
}

describe('MarketFeed, its trades', () => {
  it('asks for the trades before the subscription and puts them on the tape', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument()]));
    acknowledge(rig, 5);
    const [request] = rig.take().slice(-1);
    expect(request).toMatchObject({ type: 'trade-history', instrument: 'ESZ6', from: 1, to: 5 });
    const id = request?.id ?? 0;
    rig.say(someHistory(1, 3, { id, isLast: false }), someHistory(4, 5, { id }), someTrades(6, 6));
    expect(onTape(rig.book())).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('asks for trades that were lost and holds later ones back until they came', () => {
    const rig = aFeedWithTrades();
    rig.say(someTrades(6, 7));
    const requests = rig.take();
    expect(requests).toMatchObject([{ type: 'trade-history', from: 4, to: 5 }]);
    expect(onTape(rig.book())).toEqual([1, 2, 3]);
    rig.say(someHistory(4, 5, { id: requests[0]?.id ?? 0 }));
    expect(onTape(rig.book())).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('asks for trades that a heartbeat says were sent', () => {
    const rig = aFeedWithTrades();
    rig.say(aHeartbeat([TRADES_SUBSCRIPTION, 4]));
    expect(rig.take()).toMatchObject([{ type: 'trade-history', from: 4, to: 4 }]);
  });

  it('goes on without trades whose history the venue refuses, leaving a hole in the sequences', () => {
    const rig = aFeedWithTrades();
    rig.say(someTrades(6, 7));
    rig.say({ type: 'error', id: rig.take()[0]?.id ?? 0, code: 'BAD_RANGE', message: 'no' });
    expect(onTape(rig.book())).toEqual([1, 2, 3, 6, 7]);
  });

  it('goes on without trades whose history could not be read', () => {
    const rig = aFeedWithTrades();
    rig.say(someTrades(6, 7));
    rig.refuse('WIRE_BAD_TRADES', { requestId: rig.take()[0]?.id ?? 0 });
    expect(onTape(rig.book())).toEqual([1, 2, 3, 6, 7]);
  });

  it('asks for history again that was refused only for the rate', () => {
    const rig = aFeedWithTrades();
    rig.say(someTrades(6, 7));
    rig.say({ type: 'error', id: rig.take()[0]?.id ?? 0, code: 'RATE_LIMITED', message: 'slower' });
    expect(onTape(rig.book())).toEqual([1, 2, 3]);
    rig.pass(100);
    const again = rig.take();
    expect(again).toMatchObject([{ type: 'trade-history', from: 4, to: 5 }]);
    rig.say(someHistory(4, 5, { id: again[0]?.id ?? 0 }));
    expect(onTape(rig.book())).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('goes on without history that does not come in time', () => {
    const rig = aFeedWithTrades();
    rig.say(someTrades(6, 7));
    rig.pass(5_000);
    expect(onTape(rig.book())).toEqual([1, 2, 3, 6, 7]);
  });

  it('ignores history it did not ask for', () => {
    const rig = aFeedWithTrades();
    rig.say(someHistory(4, 9, { id: 77 }));
    expect(onTape(rig.book())).toEqual([1, 2, 3]);
  });
});
