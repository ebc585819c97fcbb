// Runs in the browser as it stands: a page without a build has no TypeScript. Types of the answer: ../status-summary.ts.

const EVERY_MS = 1_000;
/** An answer that takes longer is given up, and said to be missing. */
const ANSWER_WITHIN_MS = 3_000;
const SUMMARY = '/v1/summary';
/** Stands where there is no number. */
const NONE = '–';

const STATE_WORDS = {
  ok: 'ready',
  'warming-up': 'warming up',
  'going-away': 'going away',
  stalled: 'stalled',
};
const ACTIVITY_WORDS = {
  levelUpdates: 'Level updates',
  trades: 'Trades',
  messagesIn: 'Messages in',
  messagesOut: 'Messages out',
  bytesIn: 'Bytes in',
  bytesOut: 'Bytes out',
};
const LINK_WORDS = { websocket: 'WS', 'event-stream': 'SSE', polling: 'poll' };
const INSTRUMENT_STYLES = { trading: 'good', halted: 'warn', closed: 'quiet' };

let answeredAtMs = performance.now();
let cpu = null;

function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`expected an element ${id}`);
  return found;
}

/** Changes a text only when it differs, so that a selection in it survives. */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Grouped by thin spaces; from a thousand million on in millions, so that it fits its column. */
function whole(number) {
  const isLarge = number >= 1e9;
  const digits = Math.round(isLarge ? number / 1e6 : number).toString();
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u2009') + (isLarge ? ' M' : '');
}

function rate(perSecond) {
  if (perSecond === null) return NONE;
  return perSecond < 100 ? perSecond.toFixed(1) : whole(perSecond);
}

function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `1:02:03`, from one day on `2 d 03:04`. */
function duration(seconds) {
  const two = (number) => String(Math.floor(number)).padStart(2, '0');
  const hours = seconds / 3_600;
  if (hours >= 24) return `${Math.floor(hours / 24)} d ${two(hours % 24)}:${two((seconds / 60) % 60)}`;
  return `${Math.floor(hours)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A cell: its text, the classes of how it looks, and what the pointer over it shows. */
function cell(text, style = '', title = '') {
  return { text, style, title };
}

/** Fills a table row by row into the cells that are there already; says so when there is nothing. */
function fill(id, rows) {
  const body = element(id);
  const columns = body.closest('table').tHead?.rows[0].cells.length ?? 2;
  const shown =
    rows.length > 0 ? rows : [[{ text: body.dataset.empty, style: 'empty', title: '', span: columns }]];
  while (body.rows.length > shown.length) body.deleteRow(-1);
  shown.forEach((cells, index) => {
    const row = body.rows[index] ?? body.insertRow();
    while (row.cells.length > cells.length) row.deleteCell(-1);
    cells.forEach(({ text, style, title, span = 1 }, place) => {
      const target = row.cells[place] ?? row.insertCell();
      write(target, text);
      if (target.title !== title) target.title = title;
      if (target.className !== style) target.className = style;
      if (target.colSpan !== span) target.colSpan = span;
    });
  });
}

function tallies(id, list, style = '') {
  fill(
    id,
    list.map(({ name, count }) => [cell(name, style), cell(whole(count), 'number')]),
  );
}

function showHead(summary) {
  write(element('venue'), summary.venue);
  const state = element('state');
  write(state, STATE_WORDS[summary.state] ?? summary.state);
  state.dataset.state = summary.state;
  write(element('epoch'), String(summary.epoch));
  write(element('uptime'), duration(summary.uptimeSeconds));
  write(element('open'), whole(summary.connections.open));
  write(element('subscriptions'), whole(summary.connections.subscriptions));
  write(element('unsent'), bytes(summary.connections.bufferedBytes));
}

function showInstruments({ instruments }) {
  write(element('instrument-count'), whole(instruments.length));
  fill(
    'instruments',
    instruments.map(({ id, state, sequence, changesPerSecond }) => [
      cell(id),
      cell(state, INSTRUMENT_STYLES[state] ?? ''),
      cell(whole(sequence), 'number'),
      cell(rate(changesPerSecond), 'number'),
    ]),
  );
}

function showConnections({ connections }) {
  const kinds = connections.byKind.map(({ name, count }) => `${name} ${whole(count)}`);
  const { length } = connections.listed;
  if (length < connections.open) kinds.unshift(`${length} of ${whole(connections.open)} listed`);
  write(element('connection-kinds'), kinds.join(', '));
  element('connection-kinds').title = kinds.join(', ');
  fill(
    'connections',
    connections.listed.map((one) => [
      cell(whole(one.number), 'number'),
      cell(`${LINK_WORDS[one.transport] ?? one.transport} ${one.codec}`),
      one.subject === '' ? cell('anonymous', 'quiet') : cell(one.subject, 'strong', one.subject),
      cell(one.address, 'address', one.address),
      cell(whole(one.subscriptions), 'number'),
      cell(bytes(one.bufferedBytes), one.bufferedBytes >= 262_144 ? 'number warn' : 'number'),
      cell(duration(one.openSeconds), 'number age'),
    ]),
  );
}

function showActivity({ activity }) {
  const text = (name, value) => (name.startsWith('bytes') ? bytes(value) : whole(value));
  fill(
    'activity',
    Object.entries(ACTIVITY_WORDS).map(([name, words]) => {
      const { total, perSecond } = activity[name];
      const now = name.startsWith('bytes') && perSecond !== null ? bytes(perSecond) : rate(perSecond);
      return [cell(words), cell(now, 'number strong'), cell(text(name, total), 'number total')];
    }),
  );
}

function showProcess({
  process: { loopDelayP50Ms, loopDelayP99Ms, residentBytes, cpuSeconds },
  uptimeSeconds,
}) {
  const share =
    cpu === null || uptimeSeconds <= cpu.at ? null : (cpuSeconds - cpu.seconds) / (uptimeSeconds - cpu.at);
  cpu = { at: uptimeSeconds, seconds: cpuSeconds };
  fill('process', [
    [cell('Event loop late, median'), cell(`${loopDelayP50Ms.toFixed(1)} ms`, 'number')],
    [
      cell('Event loop late, 99 %'),
      cell(`${loopDelayP99Ms.toFixed(1)} ms`, loopDelayP99Ms > 50 ? 'number warn' : 'number'),
    ],
    [cell('Processor'), cell(share === null ? NONE : `${(share * 100).toFixed(0)} %`, 'number')],
    [cell('Memory'), cell(bytes(residentBytes), 'number')],
  ]);
}

function showFaults({ faults }) {
  fill(
    'faults',
    faults.map(({ kind, scenario, state, applied, remainingMs }) => [
      cell(
        (scenario === '' || scenario === kind ? kind : `${kind} (${scenario})`) +
          (state === 'on' ? '' : `, ${state}`),
        state === 'on' ? 'wrap bad' : 'wrap warn',
      ),
      cell(whole(applied), 'number'),
      cell(remainingMs === null ? NONE : duration(remainingMs / 1_000), 'number'),
    ]),
  );
}

function show(summary) {
  showHead(summary);
  showInstruments(summary);
  showConnections(summary);
  showFaults(summary);
  showActivity(summary);
  showProcess(summary);
  tallies('refusals', summary.refusals);
  tallies(
    'slow',
    [...summary.slowReaders, { name: 'peers timed out', count: summary.peersTimedOut }].filter(
      ({ count }) => count > 0,
    ),
  );
  tallies('tokens', summary.authentications);
}

function showTrouble(reason) {
  const age = Math.round((performance.now() - answeredAtMs) / 1_000);
  const trouble = element('trouble');
  trouble.hidden = false;
  write(
    trouble,
    `No answer from the exchange for ${age} s (${reason}). Asking again every second; what is below is that old.`,
  );
  element('content').dataset.stale = 'true';
  const state = element('state');
  state.dataset.state = 'no-answer';
  write(state, 'no answer');
}

async function ask() {
  const token = new URLSearchParams(location.search).get('access_token');
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(SUMMARY, {
    headers,
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function follow() {
  try {
    show(await ask());
    answeredAtMs = performance.now();
    element('trouble').hidden = true;
    element('content').dataset.stale = 'false';
  } catch (error) {
    showTrouble(error instanceof Error ? error.message : String(error));
  }
  setTimeout(follow, EVERY_MS);
}

void follow();
