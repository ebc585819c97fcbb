import { cryptoPair, equity, future, type Own } from './instrument-templates.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { SeededRandom } from './seeded-random.ts';

/** Ids and names; what they are worth and how busy they are is drawn from the id. */
const COINS =
  'ADA Cardano,DOGE Dogecoin,AVAX Avalanche,DOT Polkadot,LINK Chainlink,LTC Litecoin,BCH Bitcoin Cash,UNI Uniswap,' +
  'ATOM Cosmos,XLM Stellar,NEAR Near,FIL Filecoin,APT Aptos,ARB Arbitrum,OP Optimism,SUI Sui,ICP Internet Computer,' +
  'HBAR Hedera,ALGO Algorand,VET VeChain,AAVE Aave,MKR Maker,GRT The Graph,INJ Injective';

/** Invented: any likeness is chance. Each names two companies in two sectors. */
const COMPANIES =
  'Hollin,Quorl,Bexley,Tamsin,Orvane,Lumora,Castrel,Fenwick,Durnley,Ivoss,Maribel,Praxon,Zephra,Wexcom,Yarrow,Ullman,' +
  'Sorrel,Rivante,Peregra,Nexbury,Mordane,Larkon,Kestrin,Jovian,Isen,Hexalon,Gantry,Falkon,Elbrus,Dovetail,Corvane,' +
  'Brimley,Astrel,Vantor,Umbrial,Tollgate,Stroma,Rowancrest,Quillan,Pemberly,Oakhurst,Nimbria,Mistral,Lydian,Kirkwall,' +
  'Juno Bay,Ironbridge';
const SECTORS = [
  { family: 'technology', letter: 'T', word: 'Systems' },
  { family: 'consumer', letter: 'C', word: 'Brands' },
  { family: 'industry', letter: 'I', word: 'Industries' },
  { family: 'transport', letter: 'L', word: 'Logistics' },
  { family: 'health', letter: 'H', word: 'Health' },
  { family: 'finance', letter: 'F', word: 'Financial' },
  { family: 'oil and gas', letter: 'O', word: 'Petroleum' },
  { family: 'utilities', letter: 'U', word: 'Power' },
  { family: 'materials', letter: 'M', word: 'Minerals' },
  { family: 'media', letter: 'D', word: 'Media' },
] as const;

/** Root, name, family, tick units, price digits, price in ticks, delivery months after those of the twelve. */
// prettier-ignore
const CONTRACTS = [
  ['ES', 'E-mini 500', 'index futures', 25, 2, 23_650, ['H7', 'M7', 'U7']],
  ['NQ', 'E-mini Tech 100', 'index futures', 25, 2, 84_600, ['H7', 'M7', 'U7']],
  ['CL', 'Crude Oil', 'energy', 1, 2, 7_090, ['F7', 'G7', 'H7']],
  ['GC', 'Gold', 'metals', 10, 2, 26_700, ['G7', 'J7', 'M7']],
  ['RTY', 'E-mini Small 2000', 'index futures', 10, 2, 22_410, ['Z6', 'H7', 'M7']],
  ['ZN', '10-Year Note', 'rates', 15_625, 6, 7_080, ['Z6', 'H7', 'M7']],
  ['ZB', '30-Year Bond', 'rates', 3_125, 5, 3_756, ['Z6', 'H7', 'M7']],
  ['ZF', '5-Year Note', 'rates', 78_125, 7, 13_890, ['Z6', 'H7', 'M7']],
  ['NG', 'Natural Gas', 'energy', 1, 3, 3_412, ['Z6', 'F7', 'G7']],
  ['HO', 'Heating Oil', 'energy', 1, 4, 22_870, ['Z6', 'F7', 'G7']],
  ['SI', 'Silver', 'metals', 5, 3, 6_120, ['Z6', 'H7', 'K7']],
  ['HG', 'Copper', 'metals', 5, 4, 9_240, ['Z6', 'H7', 'K7']],
  ['ZC', 'Corn', 'grains', 25, 2, 1_892, ['Z6', 'H7', 'K7']],
  ['ZS', 'Soybeans', 'grains', 25, 2, 4_316, ['X6', 'F7', 'H7']],
  ['6E', 'Euro FX', 'currencies', 5, 5, 21_940, ['Z6', 'H7', 'M7']],
  ['6B', 'British Pound', 'currencies', 1, 4, 13_120, ['Z6', 'H7', 'M7']],
] as const;
// prettier-ignore
const MONTHS: Readonly<Record<string, string>> = {
  F: 'Jan', G: 'Feb', H: 'Mar', J: 'Apr', K: 'May', M: 'Jun', U: 'Sep', X: 'Nov', Z: 'Dec',
};

/** Volatility in 1/1024 tick per 100 ms beside the price in ticks: about 1 % to 2 % in a trading day. */
function volatilityOf(random: SeededRandom, startTicks: number): number {
  return Math.min(800, Math.max(60, Math.floor((startTicks * (18 + random.below(18))) / 1_000)));
}

/** A start price whose doublings are as likely: 1,500 to 48,000 ticks. */
function drawPrice(random: SeededRandom): number {
  return (1_500 + random.below(1_500)) << random.below(5);
}

function pairs(activityOf: (rank: number) => number): ((rank: number) => InstrumentSpec)[] {
  return ['USD', 'EUR'].flatMap((currency) =>
    COINS.split(',').map((coin, place) => (rank) => {
      const [code = ''] = coin.split(' ', 1);
      const random = new SeededRandom(0, `${code}-${currency}`);
      const startTicks = drawPrice(random);
      const terms = {
        tickUnits: [1, 5, 1, 25][place % 4] ?? 1,
        priceDigits: 2 + (place % 4),
        lotUnits: [1, 1, 5][place % 3] ?? 1,
        sizeDigits: place % 4,
      };
      const own: Own = {
        family: 'crypto',
        startTicks,
        activity: activityOf(rank),
        volatility: volatilityOf(random, startTicks),
      };
      const name = `${coin.slice(code.length + 1)}${currency === 'EUR' ? ' in euro' : ''}`;
      const sizeUnit = [10, 20, 50, 100][random.below(4)] ?? 10;
      return cryptoPair(`${code}-${currency}`, name, terms, { ...own, sizeUnit }, { least: 280, most: 400 });
    }),
  );
}

function shares(activityOf: (rank: number) => number): ((rank: number) => InstrumentSpec)[] {
  return [0, 1].flatMap((second) =>
    COMPANIES.split(',').map((company, place) => (rank) => {
      // An even and an odd place among the ten: never the same sector twice.
      const sector = SECTORS[(second === 0 ? place : place * 3 + 5) % SECTORS.length] ?? SECTORS[0];
      const id = company.replace(/\W/g, '').slice(0, 3).toUpperCase() + sector.letter;
      const random = new SeededRandom(0, id);
      const startTicks = drawPrice(random);
      const volatility = volatilityOf(random, startTicks);
      const own = { family: sector.family, startTicks, activity: activityOf(rank), volatility };
      return equity(id, `${company} ${sector.word}`, own);
    }),
  );
}

function contracts(activityOf: (rank: number) => number): ((rank: number) => InstrumentSpec)[] {
  return [0, 1, 2].flatMap((nth) =>
    CONTRACTS.map(([root, name, family, tickUnits, priceDigits, ticks, months]) => (rank) => {
      const month = months[nth] ?? months[0];
      const text = `${name} ${MONTHS[month.slice(0, 1)] ?? month} 202${month.slice(1)}`;
      const startTicks = ticks + nth * Math.ceil(ticks / 400);
      const volatility = volatilityOf(new SeededRandom(0, root), startTicks);
      const own = { family, startTicks, activity: activityOf(rank), volatility, sizeUnit: 1 };
      return future(`${root}${month}`, text, { tickUnits, priceDigits }, own);
    }),
  );
}

/**
 * 188 instruments beyond the twelve: an equity, a pair, an equity, a future and so on, each less busy than the one
 * before.
 *
 * @param firstRank rank of the first of them among all
 * @param activityOf how busy the instrument of a rank is
 */
export function inventedInstruments(
  firstRank: number,
  activityOf: (rank: number) => number,
): InstrumentSpec[] {
  const equities = shares(activityOf);
  const others = [pairs(activityOf), contracts(activityOf)];
  const makers = Array.from({ length: 94 }, (_, pair) => [
    equities[pair],
    others[pair % 2]?.[pair >> 1],
  ]).flat();
  return makers.flatMap((make, place) => (make === undefined ? [] : [make(firstRank + place)]));
}
