import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseIncidentField } from './incident-field';
import { parseNotify } from './notify';
import { parseCheck, parseStatement } from './parse-statement';
import { placedValue } from './placed-value';
import { CHECK_COMMAND } from './command-types';

const [description = ''] = readFileSync(new URL('./statement.ts', import.meta.url), 'utf8').split(
  ' *   check ',
);
const documented = description
  .split('\n')
  .filter((line) => line.startsWith(' *   '))
  .map((line) => line.slice(5));

describe('a statement', () => {
  it('is read in every way that its description shows', () => {
    expect(documented.length).toBeGreaterThan(20);
    const faults = documented.flatMap((text) => {
      const parsed = parseStatement(text);
      return 'fault' in parsed ? [`${text}: ${parsed.fault} (${parsed.at})`] : [];
    });
    expect(faults).toEqual([]);
  });

  it('says what is compared, for how long, and where the result goes', () => {
    expect(
      parseStatement(
        'drive __drive__:value signal motor_current_a < 12.5 A for __window__:value s into __a__',
      ),
    ).toEqual({
      statement: {
        claim: {
          about: 'drives',
          which: { of: 'one', name: { kind: 'variable', name: '__drive__' } },
          claim: {
            kind: 'signal',
            signal: 'motor_current_a',
            comparison: { op: '<', value: { kind: 'text', text: '12.5' }, unit: 'A' },
          },
        },
        holdsFor: { amount: { kind: 'variable', name: '__window__' }, unit: 's' },
        into: '__a__',
      },
    });
  });

  it.each([
    ['', 'does not begin with'],
    ['drive', 'expects the name of a drive'],
    ['drive p-101', 'expects signal, is'],
    ['drive p-101 signal motor_current_a < 12 V', 'has words too many'],
    ['drive p-101 signal motor_current_a < warm', 'expects a number'],
    ['drive p-101 is on fire', 'expects one of live'],
    ['gateway gw-1 link < live', 'expects = or !='],
    ['gateway gw-1 link = fine', 'expects one of live'],
    ['gateway gw-1 firmware = "B"', 'or the path of a fact'],
    ['every drive is live', 'expects behind gateway'],
    ['no alarm', 'expects on gateway'],
    ['no event on gateway gw-1', 'expects "in the last"'],
    ['gateway gw-1 link = live for 5', 'expects ms, s, min, h or d'],
    ['gateway gw-1 link = live for 5 weeks', 'expects ms, s, min, h or d'],
    ['gateway gw-1 link = live; drive p-1 is live', 'means nothing here'],
    ['gateway "__x__:value" link = live', 'inside quotes'],
    ['gateway gw-__x__:value link = live', 'does not stand alone'],
    ['gateway gw-1 link = live into slot', 'expects a variable'],
    ['gateway "gw-1', 'means nothing here'],
  ])('%s: %s', (text, fault) => {
    expect(parseStatement(text)).toEqual({ fault: expect.stringContaining(fault), at: expect.any(Number) });
  });

  it('is one line of a check; a fault tells which', () => {
    const check = parseCheck('gateway gw-1 link = live\n\n  no drive behind gateway gw-1 is tripped\n');
    expect('lines' in check && check.lines.map(({ text }) => text)).toEqual([
      'gateway gw-1 link = live',
      'no drive behind gateway gw-1 is tripped',
    ]);
    expect(parseCheck('gateway gw-1 link = live\nnonsense')).toEqual({
      fault: expect.stringMatching(/^line 2, character 1: /),
    });
    expect(parseCheck(' \n')).toEqual({ fault: 'has no statement' });
  });

  it('keeps a value that is put into it the one word that it stands for', () => {
    for (const value of [
      'gw-1',
      'A',
      'x" link = live',
      'a\nno alarm',
      '__b__:value',
      '',
      '\\',
      'Søren 5 °C',
    ]) {
      const placed = placedValue(CHECK_COMMAND, '', value);
      const parsed = parseStatement(`gateway ${placed} link = live`);
      expect(parsed, value).toMatchObject({
        statement: { claim: { about: 'gateways', claim: { kind: 'link' } } },
      });
    }
  });
});

describe('what is told and written down', () => {
  it('is a notice with its urgency', () => {
    expect(parseNotify('warning: Gateway gw-1 goes back')).toEqual({
      notification: { severity: 'warning', text: 'Gateway gw-1 goes back' },
    });
    for (const bad of ['', 'fire: x', 'info:', 'info: a\nb', `info: ${'x'.repeat(501)}`]) {
      expect(parseNotify(bad)).toHaveProperty('fault');
    }
  });

  it('is a field of the incident, or a note', () => {
    expect(parseIncidentField('phase = contained because "isolated"')).toEqual({
      field: {
        field: 'phase',
        value: { kind: 'text', text: 'contained' },
        because: { kind: 'text', text: 'isolated' },
      },
    });
    expect(parseIncidentField('note: slot B')).toEqual({ field: { field: 'note', text: 'slot B' } });
    for (const bad of [
      'phase = closed because "x"',
      'severity = 9 because "x"',
      'phase = contained',
      'note:',
      '',
    ]) {
      expect(parseIncidentField(bad)).toHaveProperty('fault');
    }
  });
});
