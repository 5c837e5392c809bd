import { describe, expect, it } from 'vitest';
import { DomainError } from '../domain/errors';
import { readSettings } from './settings';

const read = (env: Record<string, string>) => readSettings(env, '/srv/zonewatch');

function problems(env: Record<string, string>): string {
  try {
    read(env);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  return '';
}

describe('settings', () => {
  it('need nothing to be set for a start on this machine alone', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      mqtt: { host: '127.0.0.1', port: 8883 },
      dataDirectory: '/srv/zonewatch/.zonewatch',
      keysDirectory: '/srv/zonewatch/.zonewatch/keys',
      kind: 'production',
    });
  });

  it('refuse an address that other machines reach without TLS or a proxy that does it', () => {
    expect(problems({ HOST: '0.0.0.0' })).toContain('set TLS_CERT and TLS_KEY');
    expect(problems({ HOST: '0.0.0.0', TRUSTED_PROXY: '10.0.0.5' })).toBe('');
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.5,', '10.0.0.5/24/3', '::1/129'])(
    'refuse a proxy that is no address: %s',
    (list) =>
      expect(problems({ TRUSTED_PROXY: list })).toContain('TRUSTED_PROXY: must be addresses or ranges'),
  );

  it('take proxies as addresses and ranges of both kinds', () => {
    const { trustedProxies } = read({ TRUSTED_PROXY: '10.0.0.5, 10.1.0.0/16,fd00::/8' });
    expect(trustedProxies).toEqual(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);
  });

  it('refuse a certificate without its key', () => {
    expect(problems({ TLS_CERT: import.meta.filename })).toContain('belong together');
  });

  it('name every variable that is wrong, in one message', () => {
    const message = problems({ PORT: 'high', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' });
    expect(message).toContain('PORT: must be a port number');
    expect(message).toContain('LOG_LEVEL: must be one of');
    expect(message).toContain('DATABASE_URL: must begin with postgres://');
  });

  it('know no demo password in production', () => {
    expect(problems({ ZONEWATCH_DEMO_PASSWORD: 'correct horse battery' })).toContain('for the demo only');
  });

  it('take webhooks to listed hosts, by TLS, and never repeat an address that may hold a secret', () => {
    const given = {
      WEBHOOK_TARGETS: 'pager=https://pager.example/hook?key=s3cret, board=https://board.example:8443/x',
      WEBHOOK_HOSTS: 'Pager.example,board.example:8443',
    };
    const { webhooks } = read(given);
    expect(webhooks.targets.map(({ name, url }) => [name, url.host])).toEqual([
      ['pager', 'pager.example'],
      ['board', 'board.example:8443'],
    ]);
    const unlisted = problems({ ...given, WEBHOOK_HOSTS: 'pager.example' });
    expect(unlisted).toContain('WEBHOOK_HOSTS: must list board.example:8443, which board would call');
    for (const bad of [
      'https://pager.example',
      'pager=http://pager.example',
      'pager=https://a:b@x.example',
    ]) {
      expect(problems({ WEBHOOK_TARGETS: bad, WEBHOOK_HOSTS: 'pager.example' })).toContain('WEBHOOK_TARGETS');
    }
    expect(problems({ WEBHOOK_TARGETS: 'pager=ftp://x/s3cret' })).not.toContain('s3cret');
  });

  it('take an empty variable as one that is not set', () => {
    expect(read({ PORT: '' }).port).toBe(3000);
  });
});
