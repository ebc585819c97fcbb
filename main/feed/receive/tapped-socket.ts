import { connect as connectPlain, isIP, type NetConnectOpts, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecure, type ConnectionOptions } from 'node:tls';

/** What is read at once at most: some 200 deltas. The next read goes into the same memory. */
const READ_BYTES = 32_768;

/** What `ws` and Node's HTTP client ask a connection by. */
export type ConnectRequest = {
  readonly host?: string;
  readonly port?: number | string;
  readonly socketPath?: string;
  readonly servername?: string;
};

/**
 * A connection whose bytes come to `accept` first, by Node's `onread`: into one block of memory that is read again and
 * again, and a pause stops the reading at once, where a stream goes on until its buffer is full. Nothing is emitted by
 * the socket itself: whoever is to get bytes the usual way is given them with `emit`.
 *
 * @param accept the first `count` bytes, only valid during the call
 */
export function connectTapped(
  request: ConnectRequest,
  isSecure: boolean,
  accept: (bytes: Uint8Array, count: number) => void,
): Socket {
  const onread: OnReadOpts = {
    buffer: new Uint8Array(READ_BYTES),
    callback: (count, bytes) => {
      accept(bytes, count);
      return true;
    },
  };
  return isSecure ? secure(request, onread) : plain(request, onread);
}

function plain(request: ConnectRequest, onread: OnReadOpts): Socket {
  // The path asked for is that of HTTP; here it would be one of the file system.
  return connectPlain({ ...request, path: request.socketPath, onread } as NetConnectOpts);
}

function secure(request: ConnectRequest, onread: OnReadOpts): Socket {
  const host = request.host ?? '';
  const servername = request.servername ?? (isIP(host) === 0 ? host : '');
  // `onread` is passed on to the socket, as every option of net is; the types do not say so.
  const options = { ...request, path: undefined, servername, onread };
  return connectSecure(options as unknown as ConnectionOptions);
}
