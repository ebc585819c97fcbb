import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findDesktopWindow } from './desktop-window.ts';
import { openInBrowser } from './open-in-browser.ts';
import { startSimulator, type SimulatorProcess } from './simulator-process.ts';
import { DEFAULT_WEB_PORT, readStartOptions, USAGE, type StartOptions } from './start-options.ts';

const root = resolve(import.meta.dirname, '../..');
/** Bundle beside bundle in out/node, or source beside source. */
const SIMULATOR = import.meta.filename.endsWith('.ts')
  ? join(root, 'feed-simulator', 'cli.ts')
  : join(import.meta.dirname, 'simulator.js');
/** Whatever was asked to close and did not within this is left behind: the process ends. */
const CLOSE_LIMIT_MS = 1_800;
/** A feed that is not live by then is named, so that nobody waits at a silent prompt. */
const PATIENCE_MS = 3_000;

/** Things to close, all at once: none waits for another. */
const closers: (() => Promise<void>)[] = [];
let isClosing = false;

async function closeAll(code: number): Promise<never> {
  if (!isClosing) {
    isClosing = true;
    setTimeout(() => process.exit(code), CLOSE_LIMIT_MS).unref();
    await Promise.all(closers.map((close) => close()));
  }
  process.exit(code);
}

function refuse(line: string): Promise<never> {
  console.error(`touchline: ${line}`);
  return closeAll(2);
}

async function start(options: StartOptions): Promise<void> {
  if (options.notice !== null) console.error(`touchline: ${options.notice}`);
  const desktop =
    options.host === 'web' || options.isHeadless
      ? null
      : findDesktopWindow(root, process.env, process.platform);
  if (options.host === 'electron' && desktop !== null && 'missing' in desktop) await refuse(desktop.missing);

  // The exchange takes its time to warm up in a process of its own: the terminal is loaded meanwhile.
  const starting = options.feedUrl === null ? simulatedExchange(options) : null;
  if (desktop !== null && 'binary' in desktop) {
    runDesktop(desktop.binary, feedAddress(options, await starting), options);
    return;
  }
  if (desktop !== null)
    console.log(`No desktop window: ${desktop.missing}. The terminal opens in a browser.`);
  const [simulator, { startWebTerminal }] = await Promise.all([starting, import('./web-terminal.ts')]);
  await runWeb(options, feedAddress(options, simulator), startWebTerminal);
}

function feedAddress(options: StartOptions, simulator: SimulatorProcess | null): string {
  return simulator?.url ?? options.feedUrl ?? '';
}

async function simulatedExchange(options: StartOptions): Promise<SimulatorProcess> {
  const { seed, rate, instruments, isDeflating } = options;
  const simulator = await startSimulator(
    { program: SIMULATOR, seed, rate, instruments, isDeflating },
    (line) => console.error(`touchline: ${line}`),
  );
  closers.push(() => simulator.stop());
  return simulator;
}

function runDesktop(binary: string, feedUrl: string, { mode, isDeflating }: StartOptions): void {
  const child = spawn(binary, [root], {
    stdio: 'inherit',
    env: {
      ...process.env,
      TOUCHLINE_FEED_URL: feedUrl,
      TOUCHLINE_FEED_MODE: mode,
      TOUCHLINE_FEED_DEFLATE: isDeflating ? '1' : '',
    },
  });
  closers.push(async () => {
    child.kill('SIGTERM');
    await Promise.resolve();
  });
  child.on('error', (error) => void refuse(`the desktop window could not be started: ${error.message}`));
  child.on('exit', (code) => void closeAll(code ?? 0));
}

async function runWeb(
  options: StartOptions,
  feedUrl: string,
  startWebTerminal: typeof import('./web-terminal.ts').startWebTerminal,
): Promise<void> {
  const rendererFolder = join(root, 'out', 'renderer');
  if (!existsSync(join(rendererFolder, 'index.html')))
    await refuse('the screen is not built; run: npm run build');
  const web = await startWebTerminal({
    feedUrl,
    mode: options.mode,
    isDeflating: options.isDeflating,
    rendererFolder,
    port: options.port ?? DEFAULT_WEB_PORT,
    mayUseAnotherPort: options.port === null,
  });
  if ('problem' in web) {
    await refuse(web.problem);
    return;
  }
  closers.push(() => web.close());
  if (web.note !== null) console.error(`touchline: ${web.note}`);
  const patience = setTimeout(() => {
    const { reason, state } = web.terminal.health().feed;
    console.log(
      `Touchline is waiting for the feed ${feedUrl} (${reason === '' ? state : reason}) at ${web.address}`,
    );
    open(options, web.address);
  }, PATIENCE_MS);
  web.terminal.onFirstLive(() => {
    clearTimeout(patience);
    console.log(`Touchline is live at ${web.address}`);
    open(options, web.address);
  });
}

let hasOpened = false;
function open(options: StartOptions, address: string): void {
  if (options.isHeadless || hasOpened) return;
  hasOpened = true;
  openInBrowser(address);
}

const options = readStartOptions(process.argv.slice(2));
if (options === 'help') console.log(USAGE);
else if ('usageError' in options)
  await refuse(`${options.usageError} (npm start -- --help lists the options)`);
else {
  process.on('SIGINT', () => void closeAll(0));
  process.on('SIGTERM', () => void closeAll(0));
  try {
    await start(options);
  } catch (error) {
    await refuse(error instanceof Error ? error.message : String(error));
  }
}
