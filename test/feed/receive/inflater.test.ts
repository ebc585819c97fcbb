import { describe, expect, it } from 'vitest';
import { createInflater, deflateTerms } from '../../../main/feed/receive/inflater.ts';
import { Deflater } from './websocket-frames.ts';

const TERMS = { windowBits: 15, keepsWindow: true };

describe('createInflater', () => {
  it('inflates each message with the window of those before', () => {
    const deflater = new Deflater();
    const inflater = createInflater(TERMS, 1_000);
    const lengths: number[] = [];
    for (let sequence = 0; sequence < 100; sequence += 1) {
      const message = `{"type":"delta","sequence":${sequence}}`;
      const deflated = deflater.deflate(message);
      lengths.push(deflated.length);
      inflater?.begin();
      expect([inflater?.add(deflated, 0, deflated.length), inflater?.end()]).toEqual(['taken', 'taken']);
      expect(Buffer.from(inflater?.output.subarray(0, inflater.length) ?? []).toString()).toBe(message);
    }
    inflater?.close();
    // Which shows that the messages do lean on each other.
    expect(lengths.at(-1)).toBeLessThan((lengths[0] ?? 0) / 2);
  });

  it.each([
    [1_000, ['taken', 'taken']],
    [999, ['too-large', undefined]],
  ])('takes no message above %i bytes', (maxBytes, expected) => {
    const inflater = createInflater(TERMS, maxBytes);
    const deflated = new Deflater().deflate('x'.repeat(1_000));
    const added = inflater?.add(deflated, 0, deflated.length);
    expect([added, added === 'taken' ? inflater?.end() : undefined]).toEqual(expected);
    inflater?.close();
  });

  it('finds bad bytes at once', () => {
    expect(createInflater(TERMS, 1_000)?.add(Uint8Array.of(0x07), 0, 1)).toBe('bad');
  });

  it('leaves it to ws where the engine of Node did not pass its trial', () => {
    expect(createInflater(TERMS, 1_000, () => false)).toBeNull();
  });
});

describe('deflateTerms', () => {
  it.each([
    [undefined, null],
    ['x-other', null],
    ['permessage-deflate', { windowBits: 15, keepsWindow: true }],
    ['permessage-deflate; client_max_window_bits=9', { windowBits: 15, keepsWindow: true }],
    ['permessage-deflate; server_no_context_takeover', { windowBits: 15, keepsWindow: false }],
    ['permessage-deflate; client_no_context_takeover', { windowBits: 15, keepsWindow: true }],
    ['permessage-deflate; server_max_window_bits="10"', { windowBits: 10, keepsWindow: true }],
    ['permessage-deflate;server_max_window_bits = 9', { windowBits: 9, keepsWindow: true }],
  ])('reads %s', (extensions, expected) => {
    expect(deflateTerms(extensions)).toEqual(expected);
  });
});
