// What one writes in an afternoon, and most pages with an order book are: a WebSocket in the page, JSON, a book of
// sorted arrays, and the DOM brought up to date with every message. No frames, no batches, no checks.
const ROWS = 20;
const query = new URLSearchParams(location.search);
const shown = query.get('books').split(',');
let connections = 0;
let socket;
const bySubscription = new Map();
let nextId = 1;

function cellsOf(row, count) {
  return Array.from({ length: count }, () => row.insertCell());
}

function openBook(instrument) {
  const table = document.createElement('table');
  table.createCaption().textContent = instrument;
  const rows = Array.from({ length: 2 * ROWS }, (_, index) => {
    const row = table.insertRow();
    row.className = index < ROWS ? 'ask' : 'bid';
    return cellsOf(row, 2);
  });
  document.querySelector('#books').append(table);
  return { bids: [], asks: [], rows };
}

/** Best first. */
function put(side, isBid, price, lots) {
  let [low, high] = [0, side.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBid ? side[middle][0] > price : side[middle][0] < price) low = middle + 1;
    else high = middle;
  }
  const isThere = side[low]?.[0] === price;
  if (lots === 0) {
    if (isThere) side.splice(low, 1);
  } else if (isThere) side[low][1] = lots;
  else side.splice(low, 0, [price, lots]);
}

function change(book, levels) {
  for (let at = 0; at < levels.length; at += 2) {
    const isBid = levels[at] % 2 === 0;
    put(isBid ? book.bids : book.asks, isBid, Math.floor(levels[at] / 2), levels[at + 1]);
  }
}

function draw({ bids, asks, rows }) {
  for (let row = 0; row < 2 * ROWS; row += 1) {
    const level = row < ROWS ? asks[ROWS - 1 - row] : bids[row - ROWS];
    rows[row][0].textContent = level?.[0] ?? '';
    rows[row][1].textContent = level?.[1] ?? '';
  }
}

const ask = (request) => socket.send(JSON.stringify({ type: 'subscribe', id: nextId++, ...request }));
const on = {
  welcome({ instruments }) {
    for (const instrument of shown) ask({ instrument, channel: 'book', depth: 0 });
    for (const { id } of instruments) ask({ instrument: id, channel: 'ticker' });
  },
  subscribed({ subscription, instrument, channel }) {
    if (channel === 'book') bySubscription.set(subscription, openBook(instrument));
    else {
      const cells = cellsOf(document.querySelector('#list').insertRow(), 5);
      cells[0].textContent = instrument;
      bySubscription.set(subscription, cells);
    }
  },
  snapshot({ subscription, part, levels }) {
    const book = bySubscription.get(subscription);
    if (part === 1) book.bids.length = book.asks.length = 0;
    change(book, levels);
    draw(book);
  },
  delta({ subscription, levels }) {
    const book = bySubscription.get(subscription);
    change(book, levels);
    draw(book);
  },
  ticker({ subscription, last, bid, ask: offer, volume }) {
    const cells = bySubscription.get(subscription);
    for (const [index, value] of [last, bid, offer, volume].entries()) cells[index + 1].textContent = value;
  },
};
/** A venue cuts whoever reads too slowly: the page begins anew. */
function connect() {
  bySubscription.clear();
  document.querySelector('#books').replaceChildren();
  document.querySelector('#list').replaceChildren();
  connections += 1;
  document.body.dataset.connections = String(connections);
  socket = new WebSocket(query.get('feed'), 'touchline.v1.json');
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    on[message.type]?.(message);
  };
  socket.onclose = () => setTimeout(connect, 500);
}
connect();
