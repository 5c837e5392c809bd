import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEntry, person, START } from '../../../../tests/support/incident-views';
import { MINUTE_MS } from '../time';
import { CLAIM_IDLE_MS } from './claim';
import type { IncidentChange, IncidentEntry } from './entry';
import { fold, foldOn } from './fold';
import { alarmId, driveId, siteId, zoneId } from '../ids';
import { INCIDENT_PHASES } from './phase';

const opened = anEntry(1, {
  kind: 'opened',
  rule: 'intrusion',
  title: 'Port scan at gw-007',
  severity: 4,
  site: siteId.parse('aarhus'),
  zone: zoneId.parse('pumps'),
});
const ann = person('ann');
const history = (...changes: readonly IncidentChange[]) => [
  opened,
  ...changes.map((what, i) => anEntry(i + 2, what, { by: ann, reason: 'because' })),
];

describe('what is true of an incident', () => {
  it('begins with its opening', () => {
    expect(fold([opened])).toEqual({
      title: 'Port scan at gw-007',
      phase: 'detected',
      severity: 4,
      verdict: null,
      site: 'aarhus',
      zone: 'pumps',
      openedAt: opened.at,
      openedBy: null,
      rule: 'intrusion',
      updatedAt: opened.at,
      acknowledged: null,
      claim: null,
      assignee: null,
      processOwner: null,
      escalationStep: 0,
      escalatesAt: opened.at + 30 * MINUTE_MS,
      alarms: 0,
      events: 0,
      drives: 0,
      entries: 1,
      closedAt: null,
    });
  });

  it('is nothing without an opening, or with an entry missing', () => {
    expect(() => fold([])).toThrow();
    expect(() => fold([anEntry(1, { kind: 'commented', text: 'x' })])).toThrow();
    expect(() => fold([opened, anEntry(3, { kind: 'commented', text: 'x' })])).toThrow();
    expect(() => fold([opened, { ...opened, number: 2 }])).toThrow();
  });

  it('names who acknowledged it, and then nobody else is called', () => {
    const status = fold(history({ kind: 'acknowledged' }));
    expect(status.acknowledged).toEqual({ by: 'ann', at: START + 2_000, note: 'because' });
    expect(status.escalatesAt).toBeNull();
  });

  it('counts what is linked to it', () => {
    const status = fold(
      history(
        { kind: 'linked', links: [{ kind: 'alarm', id: alarmId.parse(7) }], text: 'a' },
        {
          kind: 'linked',
          links: [
            { kind: 'alarm', id: alarmId.parse(8) },
            { kind: 'drive', id: driveId.parse('pump-1') },
          ],
          text: 'b',
        },
      ),
    );
    expect([status.alarms, status.events, status.drives]).toEqual([2, 0, 1]);
  });

  it('goes to the next roles step by step, and no further than the last', () => {
    const first = fold(history({ kind: 'escalated', step: 1, to: 'Responder', text: '' }));
    expect(first.escalatesAt).toBe(opened.at + 4 * 60 * MINUTE_MS);
    const last = fold(history({ kind: 'escalated', step: 2, to: 'Manager', text: '' }));
    expect(last.escalatesAt).toBeNull();
  });

  it('is hurried by a severity that rises', () => {
    const status = fold(history({ kind: 'severity', from: 4, to: 1 }));
    expect(status.escalatesAt).toBe(opened.at + 2 * MINUTE_MS);
  });

  const acknowledged = anEntry(2, { kind: 'acknowledged' }, { by: ann });
  const rise = (to: 1 | 2 | 3, by: typeof ann | null = null) =>
    anEntry(3, { kind: 'severity', from: 4, to }, { by, at: START + 60 * MINUTE_MS });

  it('is to be acknowledged anew when the rules find it to be grave', () => {
    const status = fold([opened, acknowledged, rise(1)]);
    expect([status.acknowledged, status.escalationStep]).toEqual([null, 0]);
    expect(status.escalatesAt).toBe(START + 62 * MINUTE_MS);
  });

  it('stays acknowledged when it becomes worse but not grave, or a person says so', () => {
    expect(fold([opened, acknowledged, rise(3)]).acknowledged?.by).toBe('ann');
    expect(fold([opened, acknowledged, rise(1, ann)]).acknowledged?.by).toBe('ann');
  });

  it('calls anew when it turns grave after everybody was called in vain', () => {
    const inVain = anEntry(2, { kind: 'escalated', step: 2, to: 'Manager', text: '' });
    const status = fold([opened, inVain, rise(2)]);
    expect([status.escalationStep, status.escalatesAt]).toEqual([0, START + 65 * MINUTE_MS]);
  });

  it('is to be acknowledged anew when it is opened again', () => {
    const ends = { verdict: 'unknown', of: null } as const;
    const hops: IncidentChange[] = [
      { kind: 'moved', from: 'triage', to: 'closed', ...ends },
      { kind: 'moved', from: 'closed', to: 'reviewed', ...ends },
      { kind: 'moved', from: 'reviewed', to: 'triage', ...ends },
    ];
    const after = (n: number) => fold(history({ kind: 'acknowledged' }, ...hops.slice(0, n)));
    expect([after(1), after(2), after(3)].map((one) => one.acknowledged?.by)).toEqual([
      'ann',
      'ann',
      undefined,
    ]);
    expect(after(3).escalatesAt).toBe(START + 5_000 + 30 * MINUTE_MS);
  });

  it('keeps its verdict while it is over, and loses it when it is opened again', () => {
    const closing: IncidentChange = {
      kind: 'moved',
      from: 'triage',
      to: 'closed',
      verdict: 'unknown',
      of: null,
    };
    const closed = fold(history(closing));
    expect([closed.verdict, closed.closedAt, closed.escalatesAt]).toEqual(['unknown', START + 2_000, null]);
    const reviewed = fold(
      history(closing, { kind: 'moved', from: 'closed', to: 'reviewed', verdict: null, of: null }),
    );
    expect([reviewed.phase, reviewed.verdict, reviewed.closedAt]).toEqual([
      'reviewed',
      'unknown',
      START + 2_000,
    ]);
    const again = fold(
      history(closing, { kind: 'moved', from: 'closed', to: 'triage', verdict: null, of: null }),
    );
    expect([again.phase, again.verdict, again.closedAt]).toEqual(['triage', null, null]);
  });

  it('keeps a claim as long as its holder does something', () => {
    const until = START + 1;
    const claimed: IncidentChange = { kind: 'claimed', until };
    expect(fold(history(claimed)).claim).toEqual({ by: 'ann', until });
    const worked = fold(history(claimed, { kind: 'commented', text: 'looking' }));
    expect(worked.claim).toEqual({ by: 'ann', until: START + 3_000 + CLAIM_IDLE_MS });
    const bob = anEntry(3, { kind: 'commented', text: 'me too' }, { by: person('bob') });
    expect(fold([...history(claimed), bob]).claim).toEqual({ by: 'ann', until });
    expect(fold(history(claimed, { kind: 'released', expired: true })).claim).toBeNull();
  });

  it('is the same however often and in how many parts it is added up', () => {
    const change = fc.oneof(
      fc.constant<IncidentChange>({ kind: 'acknowledged' }),
      fc
        .constantFrom(...INCIDENT_PHASES)
        .map((to): IncidentChange => ({ kind: 'moved', from: 'triage', to, verdict: null, of: null })),
      fc
        .constantFrom(1 as const, 3 as const, 5 as const)
        .map((to): IncidentChange => ({ kind: 'severity', from: 4, to })),
      fc.integer({ min: 0, max: 9 }).map((n): IncidentChange => ({ kind: 'claimed', until: START + n })),
      fc.constant<IncidentChange>({ kind: 'commented', text: 'x' }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.nat(20), (changes, cut) => {
        const entries: IncidentEntry[] = history(...changes);
        const whole = fold(entries);
        const at = 1 + (cut % entries.length);
        const inParts = entries.slice(at).reduce(foldOn, fold(entries.slice(0, at)));
        expect(inParts).toEqual(whole);
        expect(fold(structuredClone(entries))).toEqual(whole);
      }),
    );
  });
});
