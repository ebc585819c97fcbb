// One process: a venue that sends a prepared stream from memory, so that the sender is never what is measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { codecOfSubProtocol } from '../../../main/wire/codec.ts';
import { frameBytes } from '../delta-stream.ts';
import { answerRequest, readRequest, streamWelcome } from '../stream-venue.ts';
import { PacedSending } from './paced-sending.ts';
import type { ProcessOptions, SenderAnswer, SenderRequest } from './path-messages.ts';
import { pathStream, sentStream, type SentStream } from './sent-stream.ts';
import { openingPayloads, WIRE_FORMS, benchSubProtocol } from './wire-form.ts';

const CHUNK_BYTES = 262_144;
const RECEIVER_WINDOW = { serverMaxWindowBits: 15, clientNoContextTakeover: true } as const;

const { shape } = JSON.parse(process.argv[2] ?? '') as ProcessOptions;
const stream = pathStream(shape);
const prepared = new Map<string, SentStream>();
let current: SentStream | null = null;
let line: Duplex | null = null;

const tell = (answer: SenderAnswer): void => void process.send?.(answer);

function welcome(socket: WebSocket): void {
  const codec = codecOfSubProtocol(socket.protocol);
  if (codec === null) {
    const form = WIRE_FORMS.find((one) => benchSubProtocol(one) === socket.protocol);
    if (form === undefined) throw new Error(`expected a form of this benchmark, received ${socket.protocol}`);
    for (const payload of openingPayloads(form, stream)) socket.send(payload, { compress: false });
    return;
  }
  const send = (event: Parameters<typeof frameBytes>[1]): void => {
    const isBinary = codec.endsWith('msgpack');
    socket.send(frameBytes(codec, event), { binary: isBinary, compress: false });
  };
  const now = timestampMicros(Date.now() * 1_000);
  send(streamWelcome(stream, now));
  socket.on('message', (bytes: Buffer) => {
    const request = readRequest(codec, bytes);
    if (request.type === 'subscribe') answerRequest(stream, request, now, send);
  });
}

/** Writes on as far as the socket takes it. */
function blast({ bytes }: SentStream, from: number): void {
  let at = from;
  while (line !== null && at < bytes.length) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    at += chunk.length;
    if (!line.write(chunk)) {
      line.once('drain', () => blast({ bytes } as SentStream, at));
      return;
    }
  }
}

async function prepare(request: Extract<SenderRequest, { kind: 'prepare' }>): Promise<void> {
  const key = `${request.form} ${request.messages} ${request.isDeflated}`;
  const made = prepared.get(key) ?? (await sentStream(stream, request));
  prepared.set(key, made);
  current = made;
  tell({ kind: 'prepared', endHashes: made.endHashes, bytes: made.bytes.length });
}

const server = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: RECEIVER_WINDOW });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (accepted) => {
    line = socket;
    accepted.on('error', () => undefined); // a receiver that leaves in the middle of a run
    welcome(accepted);
  });
});
process.on('message', (request: SenderRequest) => {
  if (request.kind === 'prepare') return void prepare(request);
  if (current === null || line === null) throw new Error('expected a connection and a prepared stream');
  if (request.kind === 'blast') return blast(current, 0);
  const paced = new PacedSending(current, request.messagesPerSecond, line);
  paced.start((sentMs) => tell({ kind: 'paced', sentMs }));
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () =>
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);
