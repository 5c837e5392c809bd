import { describe, expect, it } from 'vitest';
import { personId } from '../ids';
import { ANONYMOUS, type Actor } from '../access/roles';
import { auditEntry, auditRecord, canonicalBytes, type AuditEvent } from './entry';

const kim: Actor = {
  ...ANONYMOUS,
  kind: 'person',
  id: personId.parse('kim'),
  session: 'abcdef',
  authMethod: 'password',
  grants: [
    { role: 'responder', scope: { kind: 'plant' } },
    { role: 'administrator', scope: { kind: 'plant' } },
  ],
};
const stamp = {
  log: 1,
  seq: 7,
  at: Date.UTC(2026, 10, 20, 9, 0, 0, 5),
  timeQuality: { synced: null, offset_ms: null, unc_ms: null },
  beforeHash: undefined,
  afterHash: 'ab'.repeat(32),
};
const event: AuditEvent = { action: 'person.add', object: { type: 'person', id: 'lee' }, result: 'done' };
const record = (over: Partial<AuditEvent> = {}) =>
  auditEntry({ ...event, ...over }, { actor: kim, address: '127.0.0.1', requestId: 'r1' }, stamp);

describe('an audit entry', () => {
  it('has every field, absent ones as null, and is what its own schema says', () => {
    const made = record();
    expect(auditRecord.parse(made)).toEqual(made);
    expect(Object.values(made)).not.toContain(undefined);
    expect(made).toMatchObject({ ts: '2026-11-20T09:00:00.005Z', reason: null, before_hash: null });
  });

  it('names roles with their scopes in one order, however they were granted', () => {
    expect(record().actor.roles).toEqual(['administrator@plant', 'responder@plant']);
  });

  it('takes text from outside without being broken by it', () => {
    const made = record({
      reason: `a\0b\uD800c ${'x'.repeat(5_000)}`,
      object: { type: 'person', id: `'; drop table audit_entry; -- <script>alert(1)</script>` },
      facts: { claimed: '\uDC00' },
    });
    expect(made.reason?.length).toBeLessThan(2_010);
    expect(made.reason).not.toContain('\0');
    expect(() => canonicalBytes(made)).not.toThrow();
    expect(made.object.id).toContain('drop table');
  });
});

describe('canonical bytes (RFC 8785)', () => {
  const text = (value: unknown) => new TextDecoder().decode(canonicalBytes(value));

  it('do not depend on the order of fields', () => {
    expect(text({ b: 1, a: [{ d: null, c: 'x' }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(text({ a: [{ c: 'x', d: null }], b: 1 })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
  });

  it('write numbers and names as the standard does', () => {
    expect(text({ n: 1e21, small: 1e-7, zero: -0, '\u20ac': 'Euro', '\r': 'CR', '1': 'One' })).toBe(
      '{"\\r":"CR","1":"One","n":1e+21,"small":1e-7,"zero":0,"€":"Euro"}',
    );
  });

  it('refuse what JSON cannot say', () => {
    expect(() => canonicalBytes({ n: Number.NaN })).toThrow();
    expect(() => canonicalBytes(undefined)).toThrow(TypeError);
  });
});
