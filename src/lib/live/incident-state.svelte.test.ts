import { describe, expect, it } from 'vitest';
import {
  anEntry,
  anIncident,
  aSecurityEvent,
  incidentNumber,
  PLACE,
  START,
} from '../../../tests/support/incident-views';
import { EventState } from './event-state.svelte';
import { IncidentState, type IncidentNews } from './incident-state.svelte';

const opened = anEntry(1, { kind: 'opened', rule: null, title: 'x', severity: 4, ...PLACE });
const closing = anEntry(
  5,
  { kind: 'moved', from: 'monitoring', to: 'closed', verdict: 'unknown', of: null },
  { at: START + 9 },
);
const closed = (id: number) => anIncident({ id: incidentNumber(id), phase: 'closed', closedAt: START + 9 });

describe('open incidents', () => {
  it('are those of the snapshot and what changed since', () => {
    const state = new IncidentState();
    expect(state.total).toBeUndefined();
    state.applySnapshot({ open: [anIncident()], total: 1 });
    state.apply({ incident: anIncident({ id: incidentNumber(143) }), entries: [opened] });
    expect([state.total, state.open.size]).toEqual([2, 2]);
    state.apply({ incident: closed(142), entries: [closing] });
    expect([state.total, [...state.open.keys()]]).toEqual([1, [143]]);
  });

  it('are counted right also beyond those that the snapshot held', () => {
    const state = new IncidentState();
    state.applySnapshot({ open: [anIncident()], total: 250 });
    const comment = anEntry(2, { kind: 'commented', text: 'seen' });
    state.apply({ incident: anIncident({ id: incidentNumber(9) }), entries: [comment] });
    expect(state.total).toBe(250);
    state.apply({ incident: anIncident({ id: incidentNumber(300) }), entries: [opened] });
    expect(state.total).toBe(251);
    state.apply({ incident: closed(10), entries: [closing] });
    expect(state.total).toBe(250);
  });

  it('are counted again when a closed one is opened anew', () => {
    const state = new IncidentState();
    state.applySnapshot({ open: [], total: 0 });
    const again = anEntry(6, { kind: 'moved', from: 'closed', to: 'monitoring', verdict: null, of: null });
    state.apply({ incident: anIncident({ phase: 'monitoring' }), entries: [again] });
    expect(state.total).toBe(1);
  });

  it('tell their pages of every change, and when changes may have been missed', () => {
    const state = new IncidentState();
    const heard: (IncidentNews | 'anew')[] = [];
    const stop = state.onNews((news) => heard.push(news));
    state.applySnapshot({ open: [], total: 0 });
    const news = { incident: anIncident(), entries: [opened] };
    state.apply(news);
    stop();
    state.apply(news);
    expect(heard).toEqual(['anew', news]);
  });
});

describe('events to review', () => {
  it('are counted over the zones, each zone by its last word', () => {
    const state = new EventState();
    expect(state.isKnown).toBe(false);
    state.applySnapshot([
      { zone: null, count: 1 },
      { zone: anIncident().zone, count: 3 },
    ]);
    state.apply({ type: 'events.changed', events: [aSecurityEvent()], toReview: 2, zone: anIncident().zone });
    expect([state.isKnown, state.toReview]).toEqual([true, 3]);
    expect(state.recent).toEqual([aSecurityEvent()]);
    state.clear();
    expect([state.isKnown, state.toReview, state.recent]).toEqual([false, 0, []]);
  });
});
