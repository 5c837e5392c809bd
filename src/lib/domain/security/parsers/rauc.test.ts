import { describe, expect, it } from 'vitest';
import { readRaucMessage, readRaucRecord } from './rauc';
import { isRaucStatus, readRaucStatus } from './rauc-status';

const record = (id: string, message: string, more: Record<string, string> = {}) =>
  readRaucRecord({ GLIB_DOMAIN: 'rauc-event', PRIORITY: '5', MESSAGE_ID: id, MESSAGE: message, ...more });

const FAILED = 'c48141f7fd49443aafff862b4809168f';
const REJECTED = '60bea7e4fea549ccad68af457308b13a';

describe('an event of RAUC', () => {
  it('says that an update began and was installed, which is not yet running', () => {
    expect(
      record('b05410e8a93345389cd061aab1e9516d', 'Installation 6e0f8a2e started', { TRANSACTION_ID: 't1' }),
    ).toMatchObject({
      type: 'update.started',
      key: 't1',
    });
    expect(
      record('0163db5468ac4237b090d28490c301ed', 'Installation 6e0f8a2e succeeded', {
        TRANSACTION_ID: 't1',
        BUNDLE_VERSION: '2026.11.1',
      }),
    ).toMatchObject({
      type: 'update.installed',
      text: 'Update to 2026.11.1 installed, waiting for restart',
      fields: { isRunning: false, version: '2026.11.1' },
    });
  });

  it('tells a wrong signature by its text only: the id says "failed"', () => {
    const text =
      'Installation 7a failed: signature verification failed: Verify error: unable to get local issuer certificate';
    expect(record(FAILED, text)).toMatchObject({ type: 'update.signature_invalid' });
    const inner =
      'Installation 7a failed: Installation error: signature verification failed: Verify error: x';
    expect(record(FAILED, inner)).toMatchObject({ type: 'update.signature_invalid' });
    const quoted = "Installation 7a failed: No such image: 'signature verification failed'";
    expect(record(FAILED, quoted)).toMatchObject({ type: 'update.failed' });
    expect(record(FAILED, 'Installation 7a failed: No space left')).toMatchObject({ type: 'update.failed' });
  });

  it('tells an image that the gateway does not take, also one that is too old', () => {
    const mismatch =
      "Compatible mismatch: Expected 'gw-imx8' but bundle manifest has 'signature verification failed'";
    expect(record(REJECTED, `Installation 7b rejected: ${mismatch}`)).toMatchObject({
      type: 'update.rejected',
      fields: { why: mismatch },
    });
    const old =
      "Installation 7c failed: Version mismatch: Expected at least '2026.10' but bundle manifest has '2025.01'";
    expect(record(FAILED, old)).toMatchObject({ type: 'update.rejected' });
  });

  it('marks slots as bad, and as good again', () => {
    expect(
      record('ccb0e584a47043d7a5316994bce77ae5', 'Marked slot rootfs.0 as bad', { SLOT_NAME: 'rootfs.0' }),
    ).toMatchObject({
      type: 'update.slot_bad',
      key: 'rootfs.0',
      ends: false,
    });
    expect(record('3304e15a7a9a447885eb208ba7ae3a05', 'Marked slot rootfs.0 as good')).toMatchObject({
      type: 'update.slot_bad',
      key: 'rootfs.0',
      ends: true,
    });
    expect(record('8b5e7435e1054d86858278e7544fe6da', 'Marked slot rootfs.1 as active')).toBe('nothing');
  });

  it('tells of starts, and of one from a foreign medium', () => {
    expect(
      record('e60e0addd3454cb8b796eae0d497af96', 'Booted into rootfs.1 (B)', { BOOT_ID: 'b1' }),
    ).toMatchObject({
      type: 'host.reboot',
      fields: { slot: 'rootfs.1', boot: 'b1' },
    });
    expect(
      record('dd237efdad1945d9b1e471bc2b994532', 'Booted from external source', { BOOT_ID: 'b2' }),
    ).toMatchObject({
      type: 'host.boot_external',
      key: 'b2',
    });
  });

  it('is known by its id alone', () => {
    expect(readRaucRecord({ MESSAGE: 'Installation 6e started' })).toBeUndefined();
    expect(record('0'.repeat(32), 'Installation 6e started')).toBeUndefined();
    expect(record('toString', 'x')).toBeUndefined();
  });
});

it('a message alone is read as well', () => {
  expect(readRaucMessage('Installation 6e0f8a2e failed: signature verification failed: x')).toMatchObject({
    type: 'update.signature_invalid',
    fields: { transaction: '6e0f8a2e' },
  });
  expect(readRaucMessage('Marked slot rootfs.0 as bad')).toMatchObject({ type: 'update.slot_bad' });
  expect(readRaucMessage('installing something')).toBe('unknown');
});

describe('the state of the slots', () => {
  const status = (booted: string, primary: string, bad: readonly string[]) => ({
    compatible: 'gw-imx8',
    booted,
    boot_primary: primary,
    slots: [
      { 'rootfs.0': { bootname: 'A', boot_status: bad.includes('rootfs.0') ? 'bad' : 'good' } },
      {
        'rootfs.1': {
          bootname: 'B',
          boot_status: bad.includes('rootfs.1') ? 'bad' : 'good',
          slot_status: { bundle: { version: '2026.11.1' } },
        },
      },
    ],
  });

  it('says that the gateway fell back when it runs from the other slot and the wanted one is bad', () => {
    expect(readRaucStatus(status('A', 'rootfs.1', ['rootfs.1']))).toMatchObject({
      type: 'update.rollback',
      fields: { slot: 'rootfs.0', from: 'rootfs.1', wanted: '2026.11.1' },
    });
  });

  it('says nothing when an update only waits for its restart', () => {
    expect(readRaucStatus(status('A', 'rootfs.1', []))).toBe('nothing');
  });

  it('says which slot is bad', () => {
    expect(readRaucStatus(status('A', 'rootfs.0', ['rootfs.1']))).toMatchObject({
      type: 'update.slot_bad',
      key: 'rootfs.1',
    });
  });

  it('is recognised by its members', () => {
    expect(isRaucStatus(status('A', 'rootfs.0', []))).toBe(true);
    expect(isRaucStatus({ booted: 'A', boot_primary: 'x', slots: {} })).toBe(false);
    expect(readRaucStatus(status('C', 'rootfs.0', []))).toBe('unknown');
    expect(readRaucStatus({ booted: 'A', boot_primary: 'x', slots: [1, null, [], { y: 3 }] })).toBe(
      'unknown',
    );
  });
});
