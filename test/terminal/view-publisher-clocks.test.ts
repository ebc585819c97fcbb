import { describe, expect, it } from 'vitest';
import { VIEW_KIND } from '../../main/contract/view-frame.ts';
import { CountingView, publisherOf } from '../support/publisher-rig.ts';

describe('ViewPublisher, its clocks', () => {
  it('times a book from the first change since the display frame before to the frame that shows it', () => {
    const view = new CountingView(1);
    const { publish, stage } = publisherOf(view);
    publish(10, 3);
    expect(stage('publish', 10)?.count).toBe(0);
    view.set(1);
    publish(26, 14);
    expect(stage('publish', 26)).toMatchObject({ count: 1, p50: expect.closeTo(12, 0) as number });
  });

  it('counts the wait of a window that is behind', () => {
    const view = new CountingView(1);
    const { publisher, publish, stage } = publisherOf(view);
    for (let value = 1; value <= 2; value += 1) {
      view.set(value);
      publish(value);
    }
    view.set(3);
    publish(20, 18);
    publisher.acknowledge(1, 60);
    publish(70, 65);
    expect(stage('publish', 70)?.p99).toBeCloseTo(52, 0);
  });

  it('times nothing for a frame without a book, or for one that shows no change', () => {
    const [tape, ladder] = [new CountingView(1, 2, VIEW_KIND.tape), new CountingView(2)];
    const { publish, stage } = publisherOf(tape, ladder);
    tape.set(1);
    publish(10, 5);
    ladder.set(1);
    publish(20);
    expect(stage('publish', 20)?.count).toBe(0);
  });

  it('times painting for each frame, two of them under way', () => {
    const view = new CountingView(1);
    const { publisher, publish, stage } = publisherOf(view);
    view.set(1);
    publish(10);
    view.set(2);
    publish(26);
    publisher.acknowledge(1, 30);
    publisher.acknowledge(1, 90);
    publisher.acknowledge(2, 34);
    const painted = stage('paint', 34);
    expect([painted?.count, painted?.p50, painted?.p99]).toEqual([
      2,
      expect.closeTo(8, 0) as number,
      expect.closeTo(20, 0) as number,
    ]);
  });

  it('does not time what a hidden window acknowledges when somebody looks at it again', () => {
    const view = new CountingView(1);
    const { publisher, publish, stage } = publisherOf(view);
    for (let value = 1; value <= 3; value += 1) {
      view.set(value);
      publish(value, value);
    }
    publisher.acknowledge(2, 600_000);
    publish(600_010);
    expect([stage('paint', 600_010)?.count, stage('publish', 600_010)?.count]).toEqual([0, 0]);
  });
});
