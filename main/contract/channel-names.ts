import type { PushChannel, RequestChannel } from './terminal-api.ts';

// Types are gone at run time. `satisfies` makes a channel missing here, or one too many, a compile error.
const REQUESTS = {
  'list-instruments': true,
  'read-feed-health': true,
  'open-view': true,
  'change-view': true,
  'close-view': true,
  'retry-feed': true,
  'set-feed-mode': true,
} as const satisfies Record<RequestChannel, true>;

const PUSHES = {
  'host-beat': true,
  'feed-health': true,
  'book-qualities': true,
  instruments: true,
} as const satisfies Record<PushChannel, true>;

/** Whether the contract names this request channel. Takes anything: names come from outside. */
export const isRequestChannel = (name: unknown): name is RequestChannel =>
  typeof name === 'string' && Object.hasOwn(REQUESTS, name);

/** Whether the contract names this push channel. */
export const isPushChannel = (name: unknown): name is PushChannel =>
  typeof name === 'string' && Object.hasOwn(PUSHES, name);
