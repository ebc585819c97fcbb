import { describe, expect, it } from 'vitest';
import { MAX_PENDING_REQUESTS, PendingRequests } from '../../../renderer/api/pending-requests.ts';

describe('PendingRequests', () => {
  it('refuses one more than its bound', async () => {
    const pending = new PendingRequests();
    const asked = Array.from({ length: MAX_PENDING_REQUESTS }, () => pending.add(() => {}));
    await expect(pending.add(() => {})).rejects.toMatchObject({ code: 'TERMINAL_INTERNAL' });
    pending.abandon('gone');
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(pending.size).toBe(0);
  });

  it('tells when nobody waits for an answer', () => {
    expect(new PendingRequests().answer(1, 'late')).toBe(false);
  });
});
