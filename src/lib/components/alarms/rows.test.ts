import { describe, expect, it } from 'vitest';
import { anAlarm } from '../../../../tests/support/alarm-views';
import { alarmId, siteId } from '$lib/domain/ids';
import type { AlarmView } from '$lib/protocol/alarms';
import { rowsOf, type Row, type RowRules } from './rows';

const names = {
  site: (id: AlarmView['site']) => id ?? 'Zonewatch',
  zone: () => '',
  type: ({ drive }: AlarmView) => (drive === null ? 'gateway' : 'VLT'),
};
const rules = (given: Partial<RowRules>): RowRules => ({
  group: 'none',
  names,
  turned: new Set(),
  heldBy: () => [],
  ...given,
});
const told = (rows: readonly Row[]) =>
  rows.map((row) =>
    row.kind === 'group'
      ? `# ${row.title} (${row.alarms.length})`
      : `${' '.repeat(row.depth)}${row.alarm.id}`,
  );

const at = (id: number, site: string, given: Partial<AlarmView> = {}) =>
  anAlarm(id, { site: siteId.parse(site), ...given });

describe('rows of a list', () => {
  it('are one a line without grouping', () => {
    expect(told(rowsOf([anAlarm(2), anAlarm(1)], rules({})))).toEqual(['2', '1']);
  });

  it('stand below their plant or type, in the order of the first of each', () => {
    const alarms = [at(1, 'north'), at(2, 'south'), at(3, 'north', { drive: null })];
    expect(told(rowsOf(alarms, rules({ group: 'plant' })))).toEqual([
      '# north (2)',
      '1',
      '3',
      '# south (1)',
      '2',
    ]);
    expect(told(rowsOf(alarms, rules({ group: 'type' })))).toEqual([
      '# VLT (2)',
      '1',
      '2',
      '# gateway (1)',
      '3',
    ]);
  });

  it('of a heading that is closed are counted, not shown', () => {
    const rows = rowsOf(
      [at(1, 'north'), at(2, 'north')],
      rules({ group: 'plant', turned: new Set(['group/north']) }),
    );
    expect(told(rows)).toEqual(['# north (2)']);
  });

  it('show what an alarm holds back once it is opened', () => {
    const cause = anAlarm(1, { held: 2 });
    const held = [anAlarm(2, { cause: cause.id }), anAlarm(3, { cause: cause.id })];
    expect(told(rowsOf([cause], rules({ heldBy: () => held })))).toEqual(['1']);
    expect(told(rowsOf([cause], rules({ heldBy: () => held, turned: new Set(['alarm/1']) })))).toEqual([
      '1',
      ' 2',
      ' 3',
    ]);
  });

  it('stand below their cause when they are grouped by it', () => {
    const cause = anAlarm(1);
    const alarms = [
      cause,
      anAlarm(2),
      anAlarm(3, { cause: cause.id }),
      anAlarm(4, { cause: alarmId.parse(99) }),
    ];
    expect(told(rowsOf(alarms, rules({ group: 'cause' })))).toEqual([
      '1',
      ' 3',
      '2',
      '# Held by alarm 99 (1)',
      '4',
    ]);
  });
});

describe('rows in a flood', () => {
  it('begin with what came first, then by cause, then by area; the lowest priority is a number', () => {
    const cause = anAlarm(2, { held: 7 });
    const alarms = [
      at(1, 'north', { priority: 3 }),
      cause,
      at(3, 'south', { firstOut: 'first' }),
      at(4, 'north', { priority: 4 }),
      at(5, 'south', { priority: 4 }),
    ];
    expect(told(rowsOf(alarms, rules({ group: 'flood' })))).toEqual([
      '3',
      '2',
      '# north (1)',
      '1',
      '# 2 of the lowest priority (2)',
    ]);
  });
});
