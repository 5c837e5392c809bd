import { beforeEach, describe, expect, it } from 'vitest';
import { acknowledged, anAlarm, closed } from '../../../../tests/support/alarm-views';
import type { AlarmId } from '$lib/domain/ids';
import type { AlarmView } from '$lib/protocol/alarms';
import { RowOrder } from './row-order.svelte';
import { rowsOf, type Row } from './rows';

const names = { site: () => 'Site', zone: () => 'Zone', type: () => 'Type' };
const rows = (...alarms: AlarmView[]): Row[] =>
  rowsOf(alarms, { group: 'none', names, turned: new Set(), heldBy: () => [] });

let known: Map<AlarmId, AlarmView>;
let order: RowOrder;
beforeEach(() => {
  known = new Map();
  order = new RowOrder((id) => known.get(id));
});
const shown = () => order.rows.map((row) => (row.kind === 'alarm' ? row.alarm.id : row.title));

function comes(...alarms: AlarmView[]): void {
  for (const alarm of alarms) known.set(alarm.id, alarm);
  order.update(
    rows(...[...known.values()].filter(({ closedAt }) => closedAt === null).sort((a, b) => b.id - a.id)),
  );
}

describe('the order of rows', () => {
  it('follows what comes while nobody is over it', () => {
    comes(anAlarm(1));
    comes(anAlarm(2));
    expect(shown()).toEqual([2, 1]);
  });

  it('does not move while it is frozen, and counts what waits', () => {
    comes(anAlarm(1), anAlarm(2));
    order.freeze(true);
    for (let id = 3; id <= 14; id += 1) comes(anAlarm(id));
    expect(shown()).toEqual([2, 1]);
    expect(order.waiting).toHaveLength(12);
    order.freeze(false);
    expect(shown()).toHaveLength(14);
    expect(order.waiting).toEqual([]);
  });

  it('shows in its place what changes and what is over, and counts it', () => {
    comes(anAlarm(1), anAlarm(2));
    order.freeze(true);
    comes(acknowledged(anAlarm(2)));
    comes(closed(anAlarm(1)));
    expect(shown()).toEqual([2, 1]);
    expect(order.rows.map((row) => row.kind === 'alarm' && row.alarm.state)).toEqual([
      'acknowledged',
      'normal',
    ]);
    expect(order.changed).toBe(2);
  });

  it('takes in what waits when somebody asks, and stays frozen', () => {
    comes(anAlarm(1));
    order.freeze(true);
    comes(anAlarm(2));
    order.showNow();
    expect(shown()).toEqual([2, 1]);
    comes(anAlarm(3));
    expect(shown()).toEqual([2, 1]);
    expect(order.waiting).toHaveLength(1);
  });
});
