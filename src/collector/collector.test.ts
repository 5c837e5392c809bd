import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectHere, gatewayImage, IMAGE_NOW, reportOf } from '../../tests/support/gateway-image';
import { REPORTED_KEYS, readEvidence } from '../lib/domain/posture/reported';

const CONTEXT = { listeners: new Set<string>(), destinations: new Set<string>(), isBoundary: true };
const tells = (text: string) => `cat <<'OUT'\n${text}\nOUT`;

describe('the collector on this machine', () => {
  it('reports what the server understands, and nothing else', async () => {
    const printed = await collectHere();
    expect(printed.length).toBeLessThan(65_536);
    const body = JSON.parse(printed) as Record<string, unknown>;
    const { answers, unusable } = readEvidence(body, CONTEXT);
    expect(unusable).toEqual([]);
    // Every Linux tells these.
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['gw.ports.listening', 'gw.log.disk']));
    expect(answers.get('gw.ports.listening')).toBeDefined();
  });

  it('is a script that the plain shell understands, part by part', async () => {
    const source = await readFile(join(import.meta.dirname, 'zonewatch-collector'), 'utf8');
    const keys = /KEYS='([^']*)'/.exec(source)?.[1]?.trim().split(/\s+/) ?? [];
    expect(keys.filter((key) => !(REPORTED_KEYS as readonly string[]).includes(key))).toEqual([]);
    // What only a verifier elsewhere, or a drive, can tell.
    const others = REPORTED_KEYS.filter((key) => !keys.includes(key) && !key.startsWith('drv.'));
    expect(others).toEqual(['gw.attestation']);
  });
});

describe('of an empty gateway the collector', () => {
  it('says nothing at all', async () => {
    const body = await reportOf({});
    // How full the disk is that the folder lies on would be told if there were a folder for logs.
    expect(body).toEqual({});
  });
});

describe('hostile names', () => {
  it('are text of the report and nothing more', async () => {
    const body = await reportOf({
      tools: {
        ss:
          tells(`tcp LISTEN 0 128 0.0.0.0:9999 0.0.0.0:* users:(("x",pid=1,fd=3),("y",pid=77,fd=3))`).replace(
            'cat',
            'case "$*" in *-l*) cat',
          ) + '\n;; esac',
      },
      files: {
        'proc/77/comm': '"},"gw.secureboot":{"enabled":true\u0007\\\n',
        'etc/passwd': 'pi:x:1000:1000::/home/pi:/bin/sh\n$(reboot)`id`:x:1001:1001::/:/bin/sh\n',
        'etc/shadow': 'pi:$6$salt$hash:19000:0:99999:7:::\n$(reboot)`id`::19000:0:99999:7:::\n',
      },
    });
    expect(body).toEqual({
      'gw.ports.listening': {
        sockets: [
          {
            protocol: 'tcp',
            port: 9999,
            address: '0.0.0.0',
            process: '"},"gw.secureboot":{"enabled":true?\\',
          },
        ],
      },
      'gw.ports.outbound': { destinations: [] },
      'gw.accounts.default': { enabled: ['pi', '$(reboot)`id` without a password'] },
    });
  });

  it('and names of other languages keep the report plain JSON', async () => {
    const { stdout } = { stdout: await hostname('Größe\u2028\ud83d\ude00') };
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
  });

  const hostname = async (name: string) => {
    const image = await gatewayImage({ files: { 'etc/os-release': `NAME="${name}"\nVERSION_ID="12"\n` } });
    try {
      return await image.collector();
    } finally {
      await image.remove();
    }
  };
});

it('a report that would be too long leaves keys out, and stays whole', async () => {
  const many = Array.from(
    { length: 1_000 },
    (_, i) => `tcp LISTEN 0 128 10.0.0.1:${i + 1_000} 0.0.0.0:*`,
  ).join('\n');
  const image = await gatewayImage({
    tools: { ss: `case "$*" in *-l*) ${tells(many)}\n;; esac` },
    files: { 'etc/debian_version': '12.11\n', 'etc/os-release': 'NAME="Debian"\n' },
  });
  try {
    const printed = await image.collector();
    expect(printed.length).toBeLessThan(65_536);
    const body = JSON.parse(printed) as { 'gw.ports.listening': { sockets: object[] } };
    expect(body['gw.ports.listening'].sockets).toHaveLength(500);
    expect(readEvidence(body, CONTEXT).unusable).toEqual([]);
  } finally {
    await image.remove();
  }
}, 30_000);

describe('publishing', () => {
  const files = { 'etc/debian_version': '12.11\n', 'etc/os-release': 'NAME="Debian"\n' };
  const version = { 'gw.fw.version': { version: 'Debian 12.11' } };

  it('goes to the retained twin by thin-edge’s own tool, and tells each drive’s protocol', async () => {
    const image = await gatewayImage({
      files: {
        ...files,
        'etc/zonewatch-collector.conf': 'drive_protocols = pump-01:modbus-rtu bad;name:x fan-02:profinet\n',
      },
      tools: { tedge: `for word; do printf '%s\\n' "$word"; done >> "$ZW_ROOT/sent"` },
    });
    await image.collector('publish');
    const sent = (await readFile(join(image.root, 'sent'), 'utf8')).trim().split('\n');
    await image.remove();
    expect(sent.slice(0, 5)).toEqual(['mqtt', 'pub', '--retain', '--qos', '1']);
    expect(sent[5]).toBe('te/device/main///twin/zonewatch_evidence');
    expect(JSON.parse(sent[6] ?? '')).toEqual(version);
    expect(sent.filter((word) => word.startsWith('te/device/'))).toEqual([
      'te/device/main///twin/zonewatch_evidence',
      'te/device/pump-01///twin/zonewatch_evidence',
      'te/device/fan-02///twin/zonewatch_evidence',
    ]);
    expect(sent).toContain('{"drv.protocol":{"protocol":"modbus-rtu"}}');
  });

  it('goes by mosquitto’s tool where there is no thin-edge, the report not among the arguments', async () => {
    const image = await gatewayImage({
      files,
      tools: { mosquitto_pub: `printf '%s\\n' "$*" > "$ZW_ROOT/arguments"; cat > "$ZW_ROOT/sent"` },
    });
    await image.collector('publish');
    const sent = await readFile(join(image.root, 'sent'), 'utf8');
    const words = await readFile(join(image.root, 'arguments'), 'utf8');
    await image.remove();
    expect(JSON.parse(sent)).toEqual(version);
    expect(words.trim()).toBe('-h 127.0.0.1 -p 1883 -r -q 1 -t te/device/main///twin/zonewatch_evidence -s');
  });
});

describe('what is kept in mind', () => {
  const status = (slot: string, installed: string) =>
    tells(
      [
        'RAUC_SYSTEM_COMPATIBLE=gateway',
        "RAUC_SYSTEM_SLOTS='1 2'",
        `RAUC_SLOT_STATE_1=${slot === 'A' ? 'booted' : 'inactive'}`,
        `RAUC_SLOT_STATE_2=${slot === 'B' ? 'booted' : 'inactive'}`,
        'RAUC_SLOT_BOOTNAME_1=A',
        'RAUC_SLOT_BOOTNAME_2=B',
        `RAUC_SLOT_STATUS_BUNDLE_VERSION_${slot === 'A' ? 1 : 2}='2.4.1'`,
        `RAUC_SLOT_STATUS_INSTALLED_TIMESTAMP_${slot === 'A' ? 1 : 2}='${installed}'`,
      ].join('\n'),
    );
  const files = {
    'etc/rauc/system.conf': '[system]\ncompatible=gateway\n[keyring]\npath=/etc/rauc/ca.pem\n',
  };

  it('is a start from an older slot: a rollback that nobody explained', async () => {
    const image = await gatewayImage({ files, tools: { rauc: '. "$ZW_ROOT/../rauc-says"' } });
    const { writeFile } = await import('node:fs/promises');
    const reports = async (says: string) => {
      await writeFile(join(image.folder, 'rauc-says'), says);
      return (JSON.parse(await image.collector()) as Record<string, unknown>)['gw.fw.update'];
    };
    const none = { signed: true, unexplainedRollbacks: 0 };
    expect(await reports(status('A', '2025-10-01T08:00:00Z'))).toEqual(none);
    expect(await reports(status('B', '2025-11-01T08:00:00Z'))).toEqual(none);
    const one = { signed: true, unexplainedRollbacks: 1 };
    expect(await reports(status('A', '2025-10-01T08:00:00Z'))).toEqual(one);
    expect(await reports(status('A', '2025-10-01T08:00:00Z'))).toEqual(one);
    await image.remove();
  });

  it('is the check of all files, until the next one', async () => {
    const image = await gatewayImage({
      tools: { dpkg: `${tells('??5??????   /usr/bin/thing\n??5?????? c /etc/thing.conf')}\nexit 1` },
    });
    expect(JSON.parse(await image.collector())).toEqual({});
    await image.collector('verify');
    const { utimes } = await import('node:fs/promises');
    const at = IMAGE_NOW - 5 * 3_600;
    await utimes(join(image.root, 'var/lib/zonewatch-collector/changed'), at, at);
    expect(JSON.parse(await image.collector())).toEqual({
      'gw.fim': { changed: ['/usr/bin/thing'], ageHours: 5 },
    });
    await image.remove();
  });
});
