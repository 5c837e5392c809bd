import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { auditFields } from './audit-fields';

/** The body of an audit record that has `apparmor="…"` in it. */
export function readApparmor(body: string): Reading {
  const fields = auditFields(body);
  const verdict = fields.get('apparmor');
  // Profiles loaded or replaced, and what profiles in complain mode would have refused, are no refusals.
  if (verdict !== 'DENIED') return verdict === undefined ? 'unknown' : 'nothing';
  const operation = visibleText(fields.get('operation') ?? '', MAX_NAME);
  // A capability has no file name.
  const name = fields.get('name') ?? fields.get('capname') ?? '';
  const profile = fields.get('profile') ?? '';
  const text = `AppArmor kept ${visibleText(profile, MAX_NAME)} from ${operation} ${visibleText(name, 120)}`;
  return finding('apparmor', 'host.apparmor_denied', text, {
    profile,
    operation,
    name,
    comm: visibleText(fields.get('comm') ?? '', MAX_NAME),
    denied: fields.get('denied_mask'),
    info: fields.get('info'),
  });
}
