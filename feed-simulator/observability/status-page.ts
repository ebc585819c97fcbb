import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type StatusPage = {
  readonly html: string;
  /** Of its answer. The policy names exactly this page's style and script: nothing that gets into it can run. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The page at `/`: one document that loads nothing and asks `/v1/summary` once a second. Read from its parts when called. */
export function statusPage(): StatusPage {
  const style = partOf('page.css');
  const script = partOf('page.js');
  const html = partOf('page.html')
    .replace('<!--style-->', () => `<style>${style}</style>`)
    .replace('<!--script-->', () => `<script type="module">${script}</script>`);
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(style, script),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  };
}

function contentSecurityPolicy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    // The icon in the document's head.
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function partOf(name: string): string {
  return readFileSync(new URL(`status-page/${name}`, import.meta.url), 'utf8');
}
