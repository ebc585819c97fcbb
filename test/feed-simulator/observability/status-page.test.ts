import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { statusPage } from '../../../feed-simulator/observability/status-page.ts';

const page = statusPage();
const policy = page.headers['content-security-policy'] ?? '';

/** The text between the tags, as a browser hashes it. */
function inline(tag: 'script' | 'style'): string[] {
  return [...page.html.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, 'g'))].map(
    ([, text]) => text ?? '',
  );
}

describe('statusPage', () => {
  it.each(['script', 'style'] as const)('allows its one %s by its hash and nothing else', (tag) => {
    const [text, ...more] = inline(tag);
    expect(more).toEqual([]);
    const hash = createHash('sha256')
      .update(text ?? '')
      .digest('base64');
    expect(policy).toContain(`${tag}-src 'sha256-${hash}';`);
    expect(policy).not.toContain('unsafe');
  });

  it('loads nothing from anywhere', () => {
    const addresses = [...page.html.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)|@import/g)];
    expect(addresses.map(([, address]) => address?.slice(0, 19))).toEqual(['data:image/svg+xml,']);
    expect(policy).toMatch(/^default-src 'none';/);
  });

  it('has every element its script asks for', () => {
    const [script = ''] = inline('script');
    const asked = [...script.matchAll(/(?:element|fill|tallies)\(\s*'([\w-]+)'/g)].map(([, id]) => id);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((id) => !page.html.includes(`id="${id}"`))).toEqual([]);
  });
});
