import { describe, expect, it } from 'vitest';
import { ATTESTATION_KINDS, isAboutRequirement } from '$lib/domain/posture/attestation/kinds';
import { attestationRecord } from '$lib/domain/posture/attestation/record';
import { draftOf, recordOf } from './record-draft';

const filled = {
  ...draftOf(null, [2, 2, 2, 1, 2, 2, 2]),
  accounts: '12',
  product: 'Gateway image',
  version: '4.2',
  standard: 'IEC 62443-4-2',
  body: 'A body',
};

describe.each(ATTESTATION_KINDS)('a form of %s', (kind) => {
  it('becomes what the schema takes', () => {
    const record = recordOf(kind, filled);
    expect(record === null).toBe(isAboutRequirement(kind));
    if (record !== null) expect(attestationRecord.parse(record)).toEqual(record);
  });
});

it('begins with what the record before said, but takes no check for done', () => {
  const before = recordOf('re-certification', filled);
  expect(draftOf(before, []).standard).toBe('IEC 62443-4-2');
  expect(Object.values(draftOf(recordOf('site-acceptance', filled), []).checks)).not.toContain('passed');
});
