import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceivePath, type ReceivePathName } from '../../../main/feed/receive/receive-path.ts';
import { aFrame, BINARY, CLOSE, cut, PING, TEXT } from './websocket-frames.ts';

/** A path, all that it told in order, and a stand-in for those who listen to the socket. */
class Rig {
  readonly told: string[] = [];
  readonly path: ReceivePath;
  isOverdue = false;
  onFrame: (text: string) => void = () => undefined;
  onHandedOn: (text: string) => void = () => undefined;

  constructor(openAs: ReceivePathName | 'not yet' = 'quick') {
    this.path = new ReceivePath({
      limits: { maxPayload: 1_000_000, maxFragments: 16 },
      handOn: (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        this.told.push(`handed on ${text}`);
        this.onHandedOn(text);
      },
      pacer: {
        readStarts: () => undefined,
        isOverdue: () => this.isOverdue,
        readEnds: (isLeft) => this.told.push(isLeft ? 'left' : 'all'),
      },
      events: {
        onReadStart: () => this.told.push('start'),
        onFrame: (bytes, start, end) => {
          const text = Buffer.from(bytes.subarray(start, end)).toString('latin1');
          this.told.push(text.length > 20 ? `${text[0]} x ${text.length}` : text);
          this.onFrame(text);
        },
        onReadEnd: () => this.told.push('end'),
      },
    });
    if (openAs !== 'not yet') this.path.open(openAs, null);
  }

  read(...frames: Uint8Array[]): void {
    const bytes = new Uint8Array(Buffer.concat(frames));
    this.path.accept(bytes, bytes.length);
    bytes.fill(0);
  }
}

const large = (letter: string): Buffer => aFrame(BINARY, letter.repeat(5_000));

describe('ReceivePath', () => {
  it('brackets the frames of each read', () => {
    const rig = new Rig();
    rig.read(aFrame(TEXT, 'a'), aFrame(TEXT, 'b'));
    rig.read(aFrame(TEXT, 'c'));
    expect(rig.told).toEqual(['start', 'a', 'b', 'end', 'all', 'start', 'c', 'end', 'all']);
  });

  it('brackets a message that ws delivers outside of a read, and not twice within one', () => {
    const rig = new Rig('ws');
    rig.onHandedOn = () => rig.path.acceptFromWs(Buffer.from('within'), true);
    rig.read(Buffer.from('x'));
    rig.path.acceptFromWs(Buffer.from('outside'), true);
    expect(rig.told).toEqual([
      ...['start', 'handed on x', 'within', 'end', 'all'],
      ...['start', 'outside', 'end', 'all'],
    ]);
  });

  it('gives the handshake to the HTTP client and what follows to the reader, however it is cut', () => {
    const head =
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
    const sent = Buffer.concat([Buffer.from(head), aFrame(TEXT, 'first'), aFrame(TEXT, 'second')]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (sizes) => {
        const rig = new Rig('not yet');
        let http = '';
        rig.onHandedOn = (text) => {
          http += text;
          if (http === head) rig.path.open('quick', null);
        };
        for (const chunk of cut(sent, sizes)) rig.read(chunk);
        expect(http).toBe(head);
        expect(rig.told.filter((line) => /^(first|second)$/.test(line))).toEqual(['first', 'second']);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('gives all of an answer that is no upgrade to the HTTP client', () => {
    const rig = new Rig('not yet');
    rig.read(Buffer.from('HTTP/1.1 503 Busy\r\nContent-Length: 6\r\n\r\nfull\r\n'));
    expect(rig.told).toEqual([
      'handed on HTTP/1.1 503 Busy\r\nContent-Length: 6\r\n\r\n',
      'handed on full\r\n',
    ]);
  });

  it('keeps what is overdue for the next turn, in order', () => {
    const rig = new Rig();
    rig.isOverdue = true;
    rig.read(large('a'), large('b'), aFrame(TEXT, 'c'));
    rig.read(aFrame(TEXT, 'd'));
    rig.path.takeLeft();
    rig.path.takeLeft();
    expect(rig.told).toEqual([
      ...['start', 'a x 5000', 'end', 'left'],
      ...['start', 'b x 5000', 'end', 'left'],
      ...['start', 'c', 'd', 'end', 'all'],
    ]);
  });

  it('takes all at once, late rather than never, when more comes than it keeps', () => {
    const rig = new Rig();
    rig.isOverdue = true;
    const frames = Array.from({ length: 60 }, () => large('x'));
    for (const frame of frames) rig.read(frame, frame);
    const taken = rig.told.filter((line) => line === 'x x 5000').length;
    expect(taken).toBeGreaterThan(50);
    rig.path.takeAll();
    expect(rig.told.filter((line) => line === 'x x 5000')).toHaveLength(120);
  });

  it('takes what is left before the socket ends, the close included', () => {
    const rig = new Rig();
    rig.isOverdue = true;
    rig.read(large('a'), large('b'), aFrame(CLOSE));
    rig.path.takeAll();
    expect(rig.told).toEqual([
      ...['start', 'a x 5000', 'end', 'left'],
      ...['start', 'b x 5000', 'handed on \x88\x00', 'end', 'all'],
    ]);
  });

  it('gives everything to ws after a ping that ws did not let through', () => {
    const rig = new Rig();
    rig.read(aFrame(PING), aFrame(TEXT, 'a'));
    rig.read(aFrame(TEXT, 'b'));
    expect(rig.told).toEqual([
      ...['start', 'handed on \x89\x00', 'handed on \x81\x01a', 'end', 'all'],
      ...['start', 'handed on \x81\x01b', 'end', 'all'],
    ]);
  });

  it('delivers nothing after a callback stopped it, neither what was read nor what ws has', () => {
    const rig = new Rig();
    rig.onFrame = () => rig.path.stop();
    rig.read(aFrame(TEXT, 'a'), aFrame(TEXT, 'b'), aFrame(CLOSE));
    rig.read(aFrame(TEXT, 'c'));
    rig.path.acceptFromWs(Buffer.from('d'), true);
    rig.path.takeAll();
    expect(rig.told).toEqual(['start', 'a', 'end', 'all']);
  });

  it('loses nothing and repeats nothing when a callback throws', () => {
    const rig = new Rig();
    rig.onFrame = (text) => {
      if (text === 'b') throw new Error('a callback failed');
    };
    expect(() => rig.read(aFrame(TEXT, 'a'), aFrame(TEXT, 'b'), aFrame(TEXT, 'c'))).toThrow(
      'a callback failed',
    );
    rig.path.takeLeft();
    rig.read(aFrame(TEXT, 'd'));
    expect(rig.told).toEqual([
      ...['start', 'a', 'b', 'end', 'left'],
      ...['start', 'c', 'end', 'all'],
      ...['start', 'd', 'end', 'all'],
    ]);
  });
});
