import { describe, expect, it } from 'vitest';
import type { LadderViewRequest } from '../../../../main/contract/view-request.ts';
import type { FrameSection } from '../../../../renderer/api/terminal-client.ts';
import { middleTicks } from '../../../../renderer/panels/ladder/ladder-geometry.ts';
import { LadderModel } from '../../../../renderer/panels/ladder/ladder-model.ts';
import { ladderPayload, type BuiltLadder } from '../../../support/frame-builder.ts';
import { SAMPLE } from './sample-ladder.ts';

const BITCOIN = { id: 'BTC-USD', index: 0, tickUnits: 1, priceDigits: 2, lotUnits: 1, sizeDigits: 4 };

function modelRig(step = 1, pinnedAt: number | null = null) {
  const requests: LadderViewRequest[] = [];
  const faults: string[] = [];
  let deliver: (section: FrameSection) => void = () => {};
  let lose = (): void => {};
  let changes = 0;
  let losses = 0;
  let isClosed = false;
  const ladder = new LadderModel({
    client: {
      openView: (request, onSection, onLost) => {
        lose = onLost ?? lose;
        requests.push(request as LadderViewRequest);
        deliver = onSection;
        return {
          change: (next) => requests.push(next as LadderViewRequest),
          close: () => (isClosed = true),
        };
      },
    },
    instrument: BITCOIN,
    step,
    pinnedAt,
    onChange: () => (changes += 1),
    onLost: () => (losses += 1),
    onMalformed: (message) => faults.push(message),
  });
  const send = (built: Partial<BuiltLadder> = {}, head: Partial<FrameSection> = {}): void =>
    deliver({
      payload: new Float64Array(ladderPayload({ ...SAMPLE, ...built })),
      reason: 'none',
      staleSinceMs: 0,
      sequence: 7,
      dataTimeMs: 0,
      publishedTimeMs: 0,
      ...head,
    });
  return {
    ladder,
    requests,
    faults,
    send,
    lose: () => lose(),
    losses: () => losses,
    changes: () => changes,
    isClosed: () => isClosed,
  };
}

describe('LadderModel', () => {
  it('opens one view about the touch as soon as it knows how many rows fit', () => {
    const { ladder, requests } = modelRig();
    expect(requests).toEqual([]);
    ladder.resize(20);
    ladder.resize(20);
    expect(requests).toEqual([
      { kind: 'ladder', instrument: 'BTC-USD', groupStep: 1, rows: 60, centreTicks: null },
    ]);
  });

  it('puts the touch in the middle with the first frame, even under the pointer', () => {
    const { ladder, send } = modelRig();
    ladder.resize(21);
    ladder.hold(true);
    send();
    expect(middleTicks(ladder.position)).toBe(101);
  });

  it('keeps the rows while the pointer is over them and lets them follow when it leaves', () => {
    const { ladder, requests, send } = modelRig();
    ladder.resize(21);
    send();
    ladder.hold(true);
    const held = ladder.position;
    send({ topTicks: 204, bestBid: 200, bestAsk: 202 });
    expect(ladder.position).toBe(held);
    expect(requests.at(-1)?.centreTicks).toBe(101);
    ladder.hold(false);
    expect(middleTicks(ladder.position)).toBe(201);
    expect(requests.at(-1)?.centreTicks).toBeNull();
  });

  it('stays pinned after scrolling until it is centred again', () => {
    const { ladder, requests, send } = modelRig();
    ladder.resize(21);
    send();
    ladder.scrollBy(40);
    send({ bestBid: 99 });
    expect(middleTicks(ladder.position)).toBe(141);
    expect(requests.at(-1)?.centreTicks).toBe(141);
    ladder.recentre();
    expect(ladder.position.isPinned).toBe(false);
    expect(requests.at(-1)?.centreTicks).toBeNull();
  });

  it('shows rows of the old step until the first frame with the new one is there', () => {
    const { ladder, requests, send } = modelRig();
    ladder.resize(21);
    send();
    ladder.groupBy(10);
    expect([ladder.position.step, requests.at(-1)?.groupStep]).toEqual([1, 10]);
    send({ groupStep: 10, topTicks: 140 });
    expect(ladder.position.step).toBe(10);
    expect(Math.abs(middleTicks(ladder.position) - 101)).toBeLessThanOrEqual(10);
  });

  it('begins with the step it is given', () => {
    const { ladder, requests } = modelRig(25);
    ladder.resize(21);
    expect(requests[0]?.groupStep).toBe(25);
  });

  it('refuses a frame of another instrument', () => {
    const { ladder, faults, send } = modelRig();
    ladder.resize(21);
    send({ instrumentIndex: 3 });
    expect(ladder.frame).toBeNull();
    expect(faults).toEqual(['expected instrument 0 (BTC-USD) in its ladder, received 3']);
  });

  it('reports a payload it cannot read and keeps what it had', () => {
    const { ladder, faults, send } = modelRig();
    ladder.resize(21);
    send();
    send({}, { payload: new Float64Array(3) });
    expect(ladder.frame?.sequence).toBe(7);
    expect(faults).toEqual(['a ladder section of 3 doubles cannot be read']);
  });

  it('takes over what the terminal says of the frame', () => {
    const { ladder, send } = modelRig();
    ladder.resize(21);
    send({}, { reason: 'gap', staleSinceMs: 12 });
    expect(ladder.quality).toEqual({ isLive: false, reason: 'gap', staleSinceMs: 12 });
    send();
    expect(ladder.quality.isLive).toBe(true);
  });

  it('closes its view', () => {
    const rig = modelRig();
    rig.ladder.close();
    expect(rig.isClosed()).toBe(false);
    rig.ladder.resize(21);
    rig.ladder.close();
    expect(rig.isClosed()).toBe(true);
  });

  it('stands where it stood when it begins pinned', () => {
    const { ladder, requests, send } = modelRig(1, 141);
    ladder.resize(21);
    expect(requests.at(-1)?.centreTicks).toBe(141);
    send();
    expect([middleTicks(ladder.position), ladder.position.isPinned]).toEqual([141, true]);
  });

  it('holds no view while it cannot be seen, and vouches for nothing until the first frame after it', () => {
    const rig = modelRig();
    rig.ladder.resize(21);
    rig.send();
    rig.ladder.suspend();
    expect([rig.isClosed(), rig.ladder.quality]).toEqual([
      true,
      { isLive: false, reason: 'syncing', staleSinceMs: 0 },
    ]);
    rig.ladder.resize(21);
    expect(rig.requests.length).toBe(2);
    expect(rig.ladder.quality.isLive).toBe(false);
    rig.send();
    expect(rig.ladder.quality.isLive).toBe(true);
  });

  it('vouches for nothing from the loss of the connection until the first frame after it, and says so once', () => {
    const rig = modelRig();
    rig.ladder.resize(21);
    rig.send();
    rig.lose();
    expect([rig.losses(), rig.ladder.quality.reason]).toEqual([1, 'syncing']);
    rig.send();
    expect(rig.ladder.quality.isLive).toBe(true);
  });

  it('asks for a painting with every frame', () => {
    const { ladder, send, changes } = modelRig();
    ladder.resize(21);
    const before = changes();
    send();
    expect(changes()).toBe(before + 1);
  });
});
