/** Trusted-types policy for the address of the painting worker. */
export const WORKER_POLICY = 'touchline-painting-worker';

/** One entry a directive, with the reason each source is there. Both hosts send exactly this. */
const DIRECTIVES: readonly (readonly [directive: string, ...sources: string[]])[] = [
  // Whatever is not named below (frames, objects, media, manifests) is not loaded at all.
  ['default-src', "'none'"],
  // The built bundle; no inline script and no eval, so injected text cannot run.
  ['script-src', "'self'"],
  // The painting worker, which comes with the build.
  ['worker-src', "'self'"],
  // The built style sheets; components style through CSSOM, which needs no exception.
  ['style-src', "'self'"],
  // Inter and JetBrains Mono come with the build.
  ['font-src', "'self'"],
  // Icons that come with the build; the build inlines none as data: URLs.
  ['img-src', "'self'"],
  // The terminal's WebSocket in the web host: same host and port as the page.
  ['connect-src', "'self'"],
  // A <base> could redirect every relative address of the page.
  ['base-uri', "'none'"],
  // The product has no forms that are sent anywhere.
  ['form-action', "'none'"],
  // Nobody may frame the terminal and lay something over it.
  ['frame-ancestors', "'none'"],
  // Text reaches innerHTML and the like only through a named policy...
  ['require-trusted-types-for', "'script'"],
  // ...Svelte's, which makes component templates out of compiled-in text, or the one that knows the worker's address.
  ['trusted-types', 'svelte-trusted-html', WORKER_POLICY],
];

export const CONTENT_SECURITY_POLICY = DIRECTIVES.map((directive) => directive.join(' ')).join('; ');

/** Headers of every answer of either host, whatever its status. `cache-control` comes with the file. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  // A file is what its content type says, never what its bytes look like.
  'x-content-type-options': 'nosniff',
  // Links to the outside tell nothing about where they were.
  'referrer-policy': 'no-referrer',
  // Other pages hold no reference to this window, and cannot load its files or /health.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
