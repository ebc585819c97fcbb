import { describe, expect, it } from 'vitest';
import { WriteBatch } from '../../../feed-simulator/server/write-batch.ts';

function recorded(): { batch: WriteBatch; log: string[]; send: (name: string) => void } {
  const batch = new WriteBatch();
  const log: string[] = [];
  return { batch, log, send: (name) => batch.add({ flush: () => log.push(`flush ${name}`) }) };
}

describe('WriteBatch', () => {
  it('flushes once the work is done, only what was added, in that order', () => {
    const { batch, log, send } = recorded();
    batch.run(() => {
      send('b');
      send('a');
      log.push('work done');
    });
    batch.run(() => log.push('nothing sent'));
    expect(log).toEqual(['work done', 'flush b', 'flush a', 'nothing sent']);
  });

  it('is open only while work runs', () => {
    const { batch } = recorded();
    const seen = [batch.isOpen];
    batch.run(() => seen.push(batch.isOpen));
    seen.push(batch.isOpen);
    expect(seen).toEqual([false, true, false]);
  });

  it('takes work within work into the batch that is open', () => {
    const { batch, log, send } = recorded();
    batch.run(() => {
      batch.run(() => send('inner'));
      log.push('outer goes on');
    });
    expect(log).toEqual(['outer goes on', 'flush inner']);
  });

  it('writes what was sent also when the work throws', () => {
    const { batch, log, send } = recorded();
    const failing = (): void =>
      batch.run(() => {
        send('a');
        throw new Error('mine');
      });
    expect(failing).toThrow('mine');
    expect([log, batch.isOpen]).toEqual([['flush a'], false]);
  });
});
