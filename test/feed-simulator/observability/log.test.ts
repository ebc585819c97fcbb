import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenLog, createLog } from '../../../feed-simulator/observability/log.ts';
import type { Log, LogLevel } from '../../../feed-simulator/observability/log.ts';

type Line = Readonly<Record<string, unknown>>;

function rig(level: LogLevel = 'debug'): { log: Log; text: () => string; lines: () => Line[] } {
  let written = '';
  const log = createLog({ level, stream: { write: (line) => (written += line) } });
  const lines = (): Line[] =>
    written
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  return { log, text: () => written, lines };
}

/** A secret of opaque characters and one that looks like a token: no other text of a line contains either. */
const secret = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9_-]{12,40}$/), fc.boolean())
  .map(([text, isToken]) => (isToken ? `eyJhbGciOi${text}.eyJzdWIi${text}.${text}` : `zq${text}qz`));
const secretName = fc.constantFrom(
  'token',
  'access_token',
  'accessToken',
  'Authorization',
  'AUTHORIZATION',
  'cookie',
  'set-cookie',
  'x-api-key',
  'password',
  'privateKey',
);
const path = fc.array(fc.constantFrom('headers', 'query', 'a', 'req', 'err', 'msg', '__proto__', 'raw'), {
  maxLength: 4,
});

/** Everything by which a secret may come into a line. */
const carriers: readonly ((log: Log, secret: string, name: string) => void)[] = [
  ({ logger }, value, name) => logger.info({ [name]: value }),
  ({ logger }, value, name) => logger.info({ [name]: { inner: [value] } }),
  ({ logger }, value, name) => logger.child({ [name]: value }).info('x'),
  ({ logger }, value, name) =>
    logger
      .child({ a: { [name]: [value] } })
      .child({ b: 1 })
      .info('x'),
  ({ logger }, value) => logger.info({ url: `/v1/stream?access_token=${value}` }),
  ({ logger }, value) => logger.info({ url: `/v1/stream?x=1&access%5ftoken=${value}#end` }),
  ({ logger }, value) => logger.info(`GET /v1?access_token=${value} refused`),
  ({ logger }, value) => logger.info('asked for %s', `/v1?a=1&access_token=${value}`),
  ({ logger }, value) => logger.info(`GET /v1?%61ccess_token=${value}`),
  ({ logger }, value) => {
    const child = logger.child({});
    child.setBindings({ token: value });
    child.info('x');
  },
  ({ logger }, value, name) => logger.info('received %j', { [name]: value }),
  ({ logger }, value) => logger.warn({ headers: { authorization: `Bearer ${value}` } }),
  ({ logger }, value) => logger.warn({ rawHeaders: ['Host', 'x', 'Authorization', `Bearer ${value}`] }),
  ({ logger }, value) => logger.error(new Error(`could not read Bearer ${value}`)),
  ({ logger }, value) => logger.error({ err: Object.assign(new Error('x'), { token: value }) }, 'y'),
  ({ logger }, value, name) => logger.info({ req: { url: '/', headers: { [name]: value } } }),
  ({ logger }, value) => logger.info({ req: { url: `/?access_token=${value}`, headers: {} } }),
  (log, value) =>
    log.audit({
      event: 'session-closed',
      connection: { number: 1, transport: 'websocket', codec: 'json', address: '::1' },
      subject: 'desk',
      code: 1_008,
      reason: `bad token: ${value}`,
      durationMs: 1,
      messagesIn: 1,
      messagesOut: 1,
    }),
];

describe('createLog', () => {
  it('writes no secret, whatever brings it, and always whole lines of JSON', () => {
    for (const carry of carriers)
      fc.assert(
        fc.property(secret, secretName, (value, name) => {
          const { log, text, lines } = rig();
          carry(log, value, name);
          expect(text()).not.toContain(value);
          expect(lines()).toHaveLength(1);
        }),
        { seed: 11, numRuns: 40 },
      );
  });

  it('writes no secret from however deep in an object', () => {
    fc.assert(
      fc.property(secret, secretName, path, (value, name, steps) => {
        const { log, text, lines } = rig();
        const nested = steps.reduceRight<object>((inner, step) => ({ [step]: inner }), { [name]: value });
        log.logger.info({ nested });
        log.logger.info(nested);
        log.logger.child(nested).info('x');
        expect(text()).not.toContain(value);
        expect(lines()).toHaveLength(3);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('lets a secret through when nothing hides it, so that the two tests above can fail', () => {
    const { log, text } = rig();
    log.logger.info({ subject: 'zqsecretqz' });
    expect(text()).toContain('zqsecretqz');
  });

  it('tells of a request which one it was, and none of its headers', async () => {
    const { log, lines } = rig();
    const server = createServer((request, response) => {
      log.logger.info(request);
      log.logger.info({ req: request, res: response });
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/v1?access_token=abc`, { headers: { authorization: 'Bearer abc' } });
    server.close();
    const req = { method: 'GET', url: '/v1?access_token=[hidden]' } satisfies Partial<IncomingMessage>;
    expect(lines().map((line) => line['req'])).toEqual([req, req]);
    expect(lines()[1]?.['res']).toEqual({ statusCode: 200 });
  });

  it('writes one line for each audit entry, with the facts of the connection beside the rest', () => {
    const { log, lines } = rig('info');
    const connection = { number: 3, transport: 'event-stream', codec: 'json', address: '::1' } as const;
    log.audit({ event: 'session-opened', connection, subject: 'desk' });
    log.audit({
      event: 'authentication',
      outcome: 'TOKEN_EXPIRED',
      subject: '',
      tokenId: null,
      address: '::1',
    });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown;
    expect(lines()).toEqual([
      {
        level: 'info',
        time,
        audit: 'session-opened',
        connection: 3,
        transport: 'event-stream',
        codec: 'json',
        address: '::1',
        subject: 'desk',
      },
      {
        level: 'info',
        time,
        audit: 'authentication',
        outcome: 'TOKEN_EXPIRED',
        subject: '',
        tokenId: null,
        address: '::1',
      },
    ]);
  });

  it('keeps to its level', () => {
    const { log, lines } = rig('warn');
    log.logger.info('too small');
    log.logger.warn('large enough');
    expect(lines().map(({ msg }) => msg)).toEqual(['large enough']);
  });
});

describe('chosenLog', () => {
  it('tells people only what is wrong, and programs and files everything', () => {
    const choice = { level: null, file: null, isJson: false };
    expect(chosenLog(choice)).toEqual({ level: 'warn', destination: 2 });
    expect(chosenLog({ ...choice, isJson: true })).toEqual({ level: 'info', destination: 2 });
    expect(chosenLog({ ...choice, file: 'venue.log' })).toEqual({ level: 'info', destination: 'venue.log' });
    expect(chosenLog({ ...choice, level: 'debug' })).toEqual({ level: 'debug', destination: 2 });
  });
});
