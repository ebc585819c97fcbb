import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startWebHost, type WebHost } from '../../main/hosts/web/web-host.ts';
import { FakeTerminal } from './fake-terminal.ts';

export const TOKEN = '0123456789abcdef0123456789abcdef';

export type HttpAnswer = { status: number; headers: Record<string, unknown>; body: string };

/** A real web host on a loopback port around a fake terminal and a small renderer folder, with a hand on its pings. */
export class WebHostRig {
  readonly terminal = new FakeTerminal();
  readonly faults: unknown[] = [];
  readonly #pings = new Set<() => void>();
  readonly #folder: string;
  #host: WebHost | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<WebHostRig> {
    const rig = new WebHostRig(await mkdtemp(join(tmpdir(), 'touchline-host-')));
    await mkdir(join(rig.rendererFolder, 'assets'), { recursive: true });
    await writeFile(join(rig.rendererFolder, 'index.html'), '<!doctype html><title>Touchline</title>');
    await writeFile(join(rig.rendererFolder, 'assets', 'index-a1.js'), 'export {};');
    await writeFile(join(rig.#folder, 'secret.js'), 'secret');
    rig.#host = await startWebHost({
      port: 0,
      terminal: rig.terminal,
      rendererFolder: rig.rendererFolder,
      token: TOKEN,
      every: (_intervalMs, task) => {
        rig.#pings.add(task);
        return () => rig.#pings.delete(task);
      },
      onFault: (fault) => rig.faults.push(fault),
    });
    return rig;
  }

  get rendererFolder(): string {
    return join(this.#folder, 'renderer');
  }

  get host(): WebHost {
    if (this.#host === null) throw new Error('the host was not started');
    return this.#host;
  }

  get pingTimers(): number {
    return this.#pings.size;
  }

  ping(): void {
    for (const ping of this.#pings) ping();
  }

  async close(): Promise<void> {
    await this.host.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Sends the path exactly as given, which `fetch` would tidy up first. */
  async http(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<HttpAnswer> {
    const sent = request({ host: '127.0.0.1', port: this.host.port, path, method, headers, agent: false });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  }

  socket(
    options: { protocols?: string[]; origin?: string | null; host?: string; path?: string } = {},
  ): WebSocket {
    const { protocols = ['touchline.terminal.v1', `token.${TOKEN}`], origin = this.host.address } = options;
    const headers = { ...(options.host === undefined ? {} : { host: options.host }) };
    return new WebSocket(`ws://127.0.0.1:${this.host.port}${options.path ?? '/terminal'}`, protocols, {
      headers,
      ...(origin === null ? {} : { origin }),
    });
  }

  async openSocket(): Promise<WebSocket> {
    const socket = this.socket();
    await once(socket, 'open');
    return socket;
  }
}

/** The next message as the value it carries: JSON text parsed, a frame as its numbers. */
export async function nextMessage(socket: WebSocket): Promise<unknown> {
  const [content, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  if (!isBinary) return JSON.parse(content.toString()) as unknown;
  return [...new Float64Array(new Uint8Array(content).buffer)];
}

/** Waits for the end. @returns the close code */
export async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

/** The HTTP status with which an upgrade is refused. */
export async function refusalStatus(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number; destroy(): void },
  ];
  response.destroy();
  return response.statusCode;
}
