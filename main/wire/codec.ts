/** How messages are written into frames. One connection speaks one codec from its first frame to its last. */
export type CodecName = 'msgpack' | 'json';

/** WebSocket sub-protocol of each codec (PROTOCOL.md section 1). The number is the protocol's major version. */
export const SUB_PROTOCOLS: Record<CodecName, string> = {
  msgpack: 'touchline.v1.msgpack',
  json: 'touchline.v1.json',
};

/** The codec a sub-protocol stands for, exactly as spelled; null when it is none of ours. */
export function codecOfSubProtocol(name: string): CodecName | null {
  if (name === SUB_PROTOCOLS.msgpack) return 'msgpack';
  if (name === SUB_PROTOCOLS.json) return 'json';
  return null;
}
