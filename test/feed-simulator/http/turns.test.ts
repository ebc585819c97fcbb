import { describe, expect, it } from 'vitest';
import { Turns } from '../../../feed-simulator/http/turns.ts';

class BusyAfter {
  left = 2;
  readonly done: string[] = [];

  get isBusy(): boolean {
    return this.left <= 0;
  }

  spend(work: () => void): void {
    this.left -= 1;
    work();
  }
}

describe('Turns', () => {
  it('begins at once while there is time, and what comes later after the next steps in its order', async () => {
    const venue = new BusyAfter();
    const turns = new Turns(() => venue);
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => turns.take(() => venue.done.push(name)));
    expect(venue.done).toEqual(['a', 'b']);
    venue.left = 1;
    turns.tick();
    expect(venue.done).toEqual(['a', 'b', 'c']);
    venue.left = 9;
    turns.tick();
    expect([await Promise.all(all), turns.count]).toEqual([[1, 2, 3, 4, 5], 0]);
  });

  it('rejects with what its work throws, and goes on', async () => {
    const venue = new BusyAfter();
    const turns = new Turns(() => venue);
    const failing = turns.take(() => {
      throw new Error('no such book');
    });
    await expect(failing).rejects.toThrow('no such book');
    expect(await turns.take(() => 7)).toBe(7);
  });

  it('lets nobody wait for a venue that goes', () => {
    const venue = new BusyAfter();
    venue.left = 0;
    const turns = new Turns(() => venue);
    void turns.take(() => venue.done.push('late'));
    turns.finish();
    expect(venue.done).toEqual(['late']);
  });
});
