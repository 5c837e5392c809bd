import { describe, expect, it } from 'vitest';
import { readRecord } from '../read-record';

const read = (json: object, program?: string) => readRecord({ program, line: '', json });

describe('SWUpdate', () => {
  it('begins, fails and succeeds; that it is done says nothing of how', () => {
    expect(read({ type: 'status', status: 'START' })).toMatchObject({ type: 'update.started' });
    expect(read({ type: 'status', status: 'FAILURE' })).toMatchObject({ type: 'update.failed' });
    expect(read({ type: 'status', status: 'DONE' })).toBe('nothing');
    expect(read({ type: 'status', status: 'SUCCESS' })).toMatchObject({
      type: 'update.installed',
      fields: { isRunning: false },
    });
    expect(read({ type: 'step', number: '2', step: '1', name: 'rootfs', percent: '40' }, 'swupdate')).toBe(
      'nothing',
    );
  });

  it('tells a wrong signature in a message', () => {
    const message = { type: 'message', level: '3', text: 'ERROR : Signature verification failed' };
    expect(read(message)).toMatchObject({ type: 'update.signature_invalid' });
    expect(read({ ...message, level: '6', text: 'Found installer' })).toBe('nothing');
  });

  it('is not taken for what another program writes', () => {
    expect(read({ type: 'status', status: 'START' }, 'other')).toBe('unknown');
    expect(read({ type: 'status', status: 'online' })).toBe('unknown');
  });
});

it('Mender begins, fails and succeeds', () => {
  const deployment = (status: string) =>
    read({ id: 'd1', status, substate: 'ArtifactInstall' }, 'mender-update');
  expect(deployment('installing')).toMatchObject({ type: 'update.started', key: 'd1' });
  expect(deployment('failure')).toMatchObject({ type: 'update.failed', fields: { why: 'ArtifactInstall' } });
  expect(deployment('success')).toMatchObject({ type: 'update.installed', fields: { isRunning: true } });
  expect(deployment('pause_before_rebooting')).toBe('nothing');
  expect(read({ id: 'd1', status: 'success' })).toBe('unknown');
});

describe('Keylime', () => {
  const agent = (operational_state: number, last_event_id = '') =>
    read({ operational_state, last_event_id, severity_level: 6 });

  it('fails for what was measured and did not fit', () => {
    expect(agent(9, 'qoute_validation.quote_validation')).toMatchObject({
      type: 'host.attestation_failed',
      ends: false,
    });
    expect(agent(7, 'measured_boot.invalid_pcr_0')).toMatchObject({
      type: 'host.attestation_failed',
      text: 'Measured boot: it started with something else than approved',
    });
  });

  it('does not fail because nobody could be asked', () => {
    expect(agent(4)).toMatchObject({ type: 'host.attestation_unknown' });
    expect(agent(7, 'internal.not_reachable')).toMatchObject({ type: 'host.attestation_unknown' });
  });

  it('is in order while quotes are asked for and valid', () => {
    expect(agent(3)).toMatchObject({ type: 'host.attestation_failed', ends: true });
    expect(agent(1)).toBe('nothing');
  });
});
