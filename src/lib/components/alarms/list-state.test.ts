import { describe, expect, it } from 'vitest';
import { anAlarm } from '../../../../tests/support/alarm-views';
import { siteId } from '$lib/domain/ids';
import { fits, orderOf } from './list-filter';
import {
  DEFAULT_LIST,
  isFiltered,
  listQuery,
  listStateOf,
  withoutFilter,
  type ListState,
} from './list-state';

const names = { site: () => 'Waterworks', zone: () => 'Pumps', type: () => 'VLT' };
const parse = (query: string) => listStateOf(new URLSearchParams(query));

describe('the address of a list', () => {
  it('says nothing of what is as it always is', () => {
    expect(listQuery(DEFAULT_LIST)).toBe('');
    expect(parse('')).toEqual(DEFAULT_LIST);
  });

  it('holds everything, and gives the same list to whoever opens it', () => {
    const state: ListState = {
      ...DEFAULT_LIST,
      tab: 'shelved',
      priorities: [1, 3],
      kind: 'security',
      site: 'north',
      text: 'DC link & more',
      group: 'cause',
      sort: 'since',
      isReversed: true,
      columns: ['plant', 'age'],
      alarm: 42,
    };
    expect(parse(listQuery(state))).toEqual(state);
  });

  it('leaves out what makes no sense', () => {
    expect(parse('tab=nothing&priority=9,x&sort=DROP&alarm=-1&columns=')).toEqual({
      ...DEFAULT_LIST,
      columns: [],
    });
  });

  it('knows whether it is filtered, and how to be without', () => {
    const filtered = parse('priority=2&text=dc&sort=tag&tab=returned');
    expect(isFiltered(filtered)).toBe(true);
    expect(withoutFilter(filtered)).toEqual({ ...DEFAULT_LIST, sort: 'tag', tab: 'returned' });
  });
});

describe('what belongs to a list', () => {
  const list = (query: string) => parse(query);

  it('is decided by the tab: what is withheld stands in tabs of its own', () => {
    const shelved = anAlarm(1, { state: 'shelved', isAnnunciated: false });
    const returned = anAlarm(2, { state: 'returned', isAnnunciated: false });
    expect([fits(shelved, list(''), names), fits(shelved, list('tab=shelved'), names)]).toEqual([
      false,
      true,
    ]);
    expect([fits(returned, list(''), names), fits(returned, list('tab=returned'), names)]).toEqual([
      true,
      true,
    ]);
    expect(fits(anAlarm(3, { closedAt: 5 }), list(''), names)).toBe(false);
  });

  it('is narrowed by every filter, and by words of tag, text, plant and zone', () => {
    const alarm = anAlarm(1, { site: siteId.parse('north'), text: 'DC link 742 V' });
    for (const query of [
      'priority=2',
      'site=north',
      'drive=p-1',
      'text=dc+LINK',
      'text=waterworks',
      'kind=process',
    ]) {
      expect([query, fits(alarm, list(query), names)]).toEqual([query, true]);
    }
    for (const query of ['priority=1', 'site=south', 'drive=p-2', 'text=heatsink', 'kind=security']) {
      expect([query, fits(alarm, list(query), names)]).toEqual([query, false]);
    }
  });

  it('stands in the asked order, equals by urgency', () => {
    const alarms = [anAlarm(1, { priority: 3 }), anAlarm(2, { priority: 1 }), anAlarm(3, { priority: 3 })];
    const ids = (query: string) => [...alarms].sort(orderOf(list(query), names)).map(({ id }) => id);
    expect(ids('')).toEqual([2, 3, 1]);
    expect(ids('sort=since')).toEqual([3, 2, 1]);
    expect(ids('sort=since&order=reversed')).toEqual([1, 2, 3]);
    expect(ids('sort=priority&order=reversed')).toEqual([3, 1, 2]);
  });
});
