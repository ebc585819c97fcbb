import { describe, expect, it } from 'vitest';
import { FeedNotes } from '../../main/feed/feed-notes.ts';

describe('FeedNotes', () => {
  it('tells the newest first', () => {
    const notes = new FeedNotes();
    notes.add('connected', 1);
    notes.add('gap', 2);
    notes.add('live', 3);
    expect(notes.latest(2)).toEqual([
      { atMs: 3, text: 'live' },
      { atMs: 2, text: 'gap' },
    ]);
  });

  it('keeps no more than fifty', () => {
    const notes = new FeedNotes();
    for (let i = 1; i <= 1_000; i += 1) notes.add('again', i);
    expect(notes.latest(1_000).map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 50 }, (_, i) => 1_000 - i),
    );
  });
});
