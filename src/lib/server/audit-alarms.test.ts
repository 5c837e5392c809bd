import { expect, it } from 'vitest';
import { FakeClock } from '../../../tests/support/fake-clock';
import type { AuditTrouble } from './audit/alarms';
import { auditAlarms } from './audit-alarms';

async function told(trouble: AuditTrouble): Promise<string[]> {
  const lines: string[] = [];
  const alarms = auditAlarms({
    alarms: {
      report: async (reports) => {
        for (const { definition, condition } of reports) lines.push(`alarm ${definition} ${condition}`);
      },
    },
    notices: {
      raise: async ({ key }) => void lines.push(`notice ${key}`),
      clear: async (key) => void lines.push(`no notice ${key}`),
    },
    clock: new FakeClock(),
  });
  await alarms.raise(trouble, 'words');
  await alarms.clear(trouble);
  return lines;
}

it.each<AuditTrouble>(['audit.rollback', 'audit.fault', 'audit.verifier_stopped'])(
  '%s is an alarm that begins and ends: somebody has to act',
  async (trouble) => {
    expect(await told(trouble)).toEqual([`alarm ${trouble} active`, `alarm ${trouble} normal`]);
  },
);

it('a second folder that cannot be written is a standing notice', async () => {
  expect(await told('audit.copy_unreachable')).toEqual([
    'notice audit.copy_unreachable',
    'no notice audit.copy_unreachable',
  ]);
});
