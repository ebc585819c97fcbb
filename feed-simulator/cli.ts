import { randomUUID } from 'node:crypto';
import { homedir, hostname, networkInterfaces } from 'node:os';
import process from 'node:process';
import { instrumentId } from '../main/core/instrument/instrument.ts';
import { defaultKeyFolder } from './access/key-folder.ts';
import { localCertificate } from './access/local-certificate.ts';
import { tokenCommand } from './access/token-command.ts';
import { tokenKeyIn } from './access/token-key-file.ts';
import { readCliArguments, USAGE } from './cli-arguments.ts';
import type { CliArguments } from './cli-arguments.ts';
import { controlCommand } from './faults/control-command.ts';
import { isProblem } from './faults/fault-problem.ts';
import { scenarioNamed } from './faults/scenario-files.ts';
import { instrumentSpecs } from './market-model/instruments.ts';
import { chosenLog, createLog } from './observability/log.ts';
import { openLogSink } from './observability/log-sink.ts';
import { reportLines } from './report/report.ts';
import { isInRange } from './report/stylised-fact.ts';
import { systemClock } from './server/system-clock.ts';
import { startVenue } from './start-venue.ts';
import type { RunningVenue, StartVenueOptions } from './start-venue.ts';

// `npm run simulate -- --help` lists the flags.

const REFUSED = 1;
const WRONG_USE = 2;
const REPORT_INSTRUMENTS = 12;

const machine = { platform: process.platform, environment: process.env, home: homedir() };

function print(text: string): void {
  process.stdout.write(text);
}
function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Trouble that is the user's to mend, in one line. */
class UseError extends Error {}

/** One line instead of a stack. */
function textOf(error: unknown, { host, port }: CliArguments): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use: choose another with --port`;
  if (code === 'EACCES') return `port ${port} on ${host} may not be opened by this user`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine`;
  if (error instanceof UseError || error instanceof RangeError) return error.message;
  return `the simulated exchange did not start: ${String(error)}`;
}

function closeOn(running: RunningVenue, closeLog: () => Promise<void>): void {
  let isClosing = false;
  // A Ctrl+C reaches this process twice, from the terminal and from whoever started it: the second changes nothing.
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    void running
      .close()
      .then(closeLog)
      .then(() => process.exit(0));
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  if (process.send === undefined) return;
  // A child whose parent died must not live on: the channel closes with the parent.
  process.once('disconnect', close);
  process.send({ type: 'listening', url: running.url, port: running.port });
}

type Secrets = Pick<StartVenueOptions, 'tokenKey' | 'tls'> & { readonly caFile: string | null };

async function secretsFor(read: CliArguments): Promise<Secrets> {
  const folder = read.keyFolder ?? defaultKeyFolder(machine);
  const key = await tokenKeyIn(folder);
  const needsTokens = read.isControlled || !read.isAnonymousAllowed || read.keyFolder !== null;
  if ('problem' in key && needsTokens) throw new UseError(key.problem);
  if ('problem' in key) complain(`simulate: no token will be accepted: ${key.problem}`);
  const tokenKey = 'problem' in key ? {} : { tokenKey: key };
  if (!read.isTls) return { ...tokenKey, caFile: null };
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const certificate = await localCertificate({
    folder,
    hosts: [read.host],
    machine: { hostName: hostname(), addresses },
    now: new Date(systemClock().wallMicros() / 1_000),
  });
  if ('problem' in certificate) throw new UseError(certificate.problem);
  const { key: tlsKey, cert, caFile } = certificate;
  return { ...tokenKey, tls: { key: tlsKey, cert }, caFile };
}

function addressLine(read: CliArguments, running: RunningVenue, caFile: string | null): string {
  const { seed, rate, instruments } = read;
  const { url, httpUrl, port } = running;
  if (read.isJson)
    return JSON.stringify({
      url,
      port,
      seed,
      rate,
      instruments,
      httpUrl,
      ...(caFile === null ? {} : { caFile }),
    });
  const trust = caFile === null ? '' : `\nits clients must trust ${caFile}`;
  const extras = [
    ...(read.scenario === null ? [] : [`scenario ${read.scenario}`]),
    ...(read.isControlled ? ['control open'] : []),
    ...(read.isAnonymousAllowed ? [] : ['tokens needed']),
  ];
  const terms = [`seed ${seed}`, `rate ${rate}`, `${instruments} instruments`, ...extras].join(', ');
  return `simulated exchange: ${url} (${terms}), status page ${httpUrl}${trust}`;
}

async function open(read: CliArguments): Promise<void> {
  const scenario = read.scenario === null ? null : scenarioNamed(read.scenario);
  if (isProblem(scenario)) throw new UseError(scenario.message);
  const deep = read.deep === null ? undefined : { ...read.deep, ids: read.deep.ids.map(instrumentId) };
  const specs = instrumentSpecs(read.instruments, deep);
  const { caFile, ...secrets } = await secretsFor(read);
  const { level, destination } = chosenLog({ level: read.logLevel, file: read.logFile, isJson: read.isJson });
  const sink = await openLogSink(destination);
  const running = await startVenue({
    ...secrets,
    port: read.port,
    host: read.host,
    seed: read.seed,
    rate: read.rate,
    specs,
    speed: read.speed,
    limits: read.limits,
    isAnonymousAllowed: read.isAnonymousAllowed,
    isControlled: read.isControlled,
    isDeflating: read.isDeflating,
    ...(scenario === null ? {} : { scenario }),
    warn: complain,
    log: createLog({ level, stream: sink.stream }),
  }).catch(async (error: unknown) => {
    await sink.close();
    throw error;
  });
  closeOn(running, () => sink.close());
  print(`${addressLine(read, running, caFile)}\n`);
}

function report(read: CliArguments): void {
  const { lines, facts } = reportLines({
    seed: read.seed,
    instruments: instrumentSpecs(Math.max(read.instruments, REPORT_INSTRUMENTS)),
  });
  print(`${lines.join('\n')}\n`);
  if (!facts.every(isInRange)) process.exitCode = REFUSED;
}

async function simulate(argv: readonly string[]): Promise<void> {
  const read = readCliArguments(argv);
  if (read === 'help') return print(`${USAGE}\n`);
  if ('problem' in read) {
    complain(`simulate: ${read.problem}`);
    process.exitCode = WRONG_USE;
    return;
  }
  if (read.isReport) return report(read);
  try {
    await open(read);
  } catch (error) {
    complain(`simulate: ${textOf(error, read)}`);
    process.exitCode = WRONG_USE;
  }
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'token') {
  const keyFolder = defaultKeyFolder(machine);
  const surroundings = { print, complain, clock: systemClock(), newTokenId: randomUUID, keyFolder };
  process.exitCode = await tokenCommand(rest, surroundings);
} else if (command === 'control') {
  process.exitCode = await controlCommand(rest, {
    environment: process.env,
    fetch,
    print: (line) => print(`${line}\n`),
    complain,
  });
} else await simulate(process.argv.slice(2));
