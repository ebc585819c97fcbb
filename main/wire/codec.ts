/**
 * How messages are written into frames. One connection speaks one codec from its first frame to its last. Under a `flat`
 * one, snapshot, delta and trades are arrays of integers (PROTOCOL.md section 2); all else is the same.
 */
export type CodecName = 'flat-msgpack' | 'flat-json' | 'msgpack' | 'json';

/** WebSocket sub-protocol of each codec (PROTOCOL.md section 1). The number is the protocol's major version. */
export const SUB_PROTOCOLS: Record<CodecName, string> = {
  'flat-msgpack': 'touchline.v1.flat.msgpack',
  'flat-json': 'touchline.v1.flat.json',
  msgpack: 'touchline.v1.msgpack',
  json: 'touchline.v1.json',
};

export const CODEC_NAMES = Object.keys(SUB_PROTOCOLS) as readonly CodecName[];

/** The codec a sub-protocol stands for, exactly as spelled; null when it is none of ours. */
export function codecOfSubProtocol(name: string): CodecName | null {
  return CODEC_NAMES.find((codec) => SUB_PROTOCOLS[codec] === name) ?? null;
}

/** Whether its frames are binary ones (MessagePack), else text (JSON). */
export function isBinaryCodec(codec: CodecName): boolean {
  return codec === 'msgpack' || codec === 'flat-msgpack';
}

export function isFlatCodec(codec: CodecName): boolean {
  return codec === 'flat-msgpack' || codec === 'flat-json';
}
