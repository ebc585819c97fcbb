import { readFileSync } from 'node:fs';
import type { HealthReport } from '../../main/terminal/terminal-types.ts';
import { runProgram, type RunningProgram } from './running-program.ts';

/** The whole product, started as a person would. */
export type StartedProduct = {
  readonly program: RunningProgram;
  /** With the token, as printed. */
  readonly address: string;
  readonly origin: string;
  health(): Promise<HealthReport>;
  /** Process of the terminal (launcher and web host). */
  terminalPid(): Promise<number>;
  simulatorPid(): Promise<number>;
};

export async function startProduct(...flags: string[]): Promise<StartedProduct> {
  const program = runProgram('npm', ['start', '--', '--headless', '--port', '0', ...flags]);
  const [, address = ''] = await program.waitFor(
    /Touchline is live at (http:\/\/127\.0\.0\.1:\d+\S*)/,
    90_000,
  );
  const { origin } = new URL(address);
  const health = async (): Promise<HealthReport> =>
    (await (await fetch(`${origin}/health`)).json()) as HealthReport;
  const terminalPid = async (): Promise<number> => (await health()).pid;
  return {
    program,
    address,
    origin,
    health,
    terminalPid,
    simulatorPid: async () => childrenOf(await terminalPid())[0] ?? 0,
  };
}

/** Processes started by a process (Linux). */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: gone, which is what is asked
  }
}
