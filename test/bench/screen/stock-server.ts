import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const FILES: Readonly<Record<string, string>> = {
  '/stock.html': 'text/html; charset=utf-8',
  '/stock.css': 'text/css',
  '/stock.js': 'text/javascript',
};

export type StockServer = { readonly origin: string; close(): Promise<void> };

/** Serves the stock page on a free port of this machine. */
export async function serveStockPage(): Promise<StockServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const type = FILES[path];
    if (type === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = readFileSync(new URL(`.${path}`, import.meta.url));
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
