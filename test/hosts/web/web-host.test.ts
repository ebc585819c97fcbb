import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../main/contract/content-security-policy.ts';
import { startWebHost } from '../../../main/hosts/web/web-host.ts';
import { TOKEN, WebHostRig } from '../../support/web-host-rig.ts';

describe('startWebHost', () => {
  let rig: WebHostRig;
  beforeEach(async () => {
    rig = await WebHostRig.start();
  });
  afterEach(async () => {
    await rig.close();
    expect(rig.faults).toEqual([]);
  });

  it('serves the page with the content security policy and without being cached', async () => {
    const { status, headers, body } = await rig.http('/');
    expect(status).toBe(200);
    expect(body).toContain('<title>Touchline</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it('lets hashed files be kept and ignores a query', async () => {
    const { status, headers } = await rig.http('/assets/index-a1.js?v=1');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/%252e%252e/secret.js',
    '//etc/passwd',
    '/etc/passwd',
    '/assets/index-a1.js%00.html',
    '/assets',
    '/assets/',
    '/.env',
    '/index.html/',
    '/file:///etc/passwd',
    'http://127.0.0.1/secret.js',
    `/${'a'.repeat(300)}.js`,
  ])('answers %s with 404 and the policy', async (path) => {
    const { status, headers, body } = await rig.http(path);
    expect({ status, body }).toEqual({ status: 404, body: 'Not found\n' });
    expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
  });

  it('does not follow a link out of the renderer folder', async () => {
    await symlink(join(rig.rendererFolder, '..', 'secret.js'), join(rig.rendererFolder, 'linked.js'));
    expect((await rig.http('/linked.js')).status).toBe(404);
  });

  it('says how to build the screen when it was never built', async () => {
    await unlink(join(rig.rendererFolder, 'index.html'));
    const { status, body } = await rig.http('/');
    expect(status).toBe(503);
    expect(body).toContain('npm run build');
  });

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:80',
    'localhost.evil.example',
  ])('refuses the Host %s with 421', async (host) => {
    expect((await rig.http('/', { host })).status).toBe(421);
    expect((await rig.http('/health', { host })).status).toBe(421);
  });

  it('answers to the name localhost', async () => {
    expect((await rig.http('/', { host: `localhost:${rig.host.port}` })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses the method %s', async (method) => {
    const { status, headers } = await rig.http('/', {}, method);
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD' });
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, body } = await rig.http('/', {}, 'HEAD');
    expect({ status, length: headers['content-length'], body }).toEqual({
      status: 200,
      length: '39',
      body: '',
    });
  });

  it('reports the health of the terminal and of its own sockets without a token', async () => {
    const { status, headers, body } = await rig.http('/health');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toMatchObject({
      feed: { state: 'live', transport: 'websocket', codec: 'flat-msgpack' },
      instruments: 12,
      levelUpdatesPerSecond: 2_000,
      bookIntegrity: { verified: 7, mismatched: 0, resyncs: 0 },
      latencyMs: { p50: 1, p99: 3 },
      uptimeMs: 1_000,
      sockets: { refusedUpgrades: 0, wrongTokens: 0, malformedMessages: 0 },
    });
  });

  it('gives its metrics to Prometheus without a token, and to no foreign host', async () => {
    const { status, headers, body } = await rig.http('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    expect(body).toContain('touchline_terminal_feed_state{state="live"} 1');
    expect(body).toContain('touchline_terminal_messages_total 41000');
    expect((await rig.http('/metrics', { host: 'evil.example' })).status).toBe(421);
    expect((await rig.http('/metrics', {}, 'POST')).status).toBe(405);
  });

  it('rejects with the code of the system when the port is taken', async () => {
    const { terminal, rendererFolder } = rig;
    const second = startWebHost({ port: rig.host.port, terminal, rendererFolder, token: TOKEN });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('does not start with a token that keeps nobody out', async () => {
    const { terminal, rendererFolder } = rig;
    await expect(startWebHost({ port: 0, terminal, rendererFolder, token: 'short' })).rejects.toThrow(
      '22 to 128',
    );
  });
});

describe('a fault of the host', () => {
  it('answers 500 without its text and reports it', async () => {
    const rig = await WebHostRig.start();
    rig.terminal.health = () => {
      throw new Error('planted at /some/path');
    };
    const { status, body } = await rig.http('/health');
    expect({ status, body }).toEqual({ status: 500, body: 'The host failed to answer\n' });
    expect(rig.faults).toEqual([new Error('planted at /some/path')]);
    await rig.close();
  });
});
