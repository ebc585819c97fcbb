import { describe, expect, it } from 'vitest';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { CandleSeries } from '../../../main/core/candles/candle-series.ts';
import { TradeSummary } from '../../../main/core/tape/trade-summary.ts';
import {
  createWatchlistRow,
  MAX_SPARK_CLOSES,
  projectWatchlistRow,
} from '../../../main/core/views/watchlist-view.ts';
import { bookFromText } from '../../support/book-text.ts';
import { tradeRange } from '../../support/market-events.ts';

describe('projectWatchlistRow', () => {
  it('shows touch, last trade, open, volume and the last closes', () => {
    const tradeSummary = new TradeSummary();
    const sparkSeries = new CandleSeries(1_000);
    for (const trade of tradeRange(1, 70)) {
      tradeSummary.add(trade);
      sparkSeries.add(trade);
    }
    const book = bookFromText('| 103 | 7\n4 | 100 |\n9 | 99 |');
    const row = projectWatchlistRow({ book, sequence: 12, tradeSummary, sparkSeries }, createWatchlistRow());
    expect({ ...row, sparkCloses: Array.from(row.sparkCloses) }).toEqual({
      lastTicks: 570,
      lastSide: 'buy',
      openTicks: 501,
      bidTicks: 100,
      askTicks: 103,
      bidLots: 4,
      askLots: 7,
      volumeLots: 70,
      sequence: 12,
      sparkCount: MAX_SPARK_CLOSES,
      sparkCloses: tradeRange(11, 70).map(({ price }) => price),
    });
  });

  it('is empty where nothing is known, whatever the row held before', () => {
    const row = createWatchlistRow();
    const source = {
      book: new InstrumentBook(),
      sequence: 0,
      tradeSummary: new TradeSummary(),
      sparkSeries: new CandleSeries(60_000),
    };
    projectWatchlistRow({ ...source, book: bookFromText('| 103 | 7\n4 | 100 |') }, row);
    expect(projectWatchlistRow(source, row)).toEqual(createWatchlistRow());
  });
});
