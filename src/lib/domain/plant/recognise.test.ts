import { describe, expect, it } from 'vitest';
import { recogniseFamily } from './recognise';

describe('a family is recognised from free text', () => {
  it.each([
    ['VLT FC 202', 'vlt-fc-202'],
    ['Danfoss VLT® AQUA Drive FC-202 7.5 kW', 'vlt-fc-202'],
    ['FC-102P7K5T4E20H1', 'vlt-fc-102'],
    ['VLT HVAC Drive', 'vlt-fc-102'],
    ['vlt refrigeration drive fc103', 'vlt-fc-103'],
    ['VLT AutomationDrive FC 301', 'vlt-fc-302'],
    ['FC302', 'vlt-fc-302'],
    ['VACON NXP', 'vacon-nx'],
    ['VACON® NXS00315A2H1', 'vacon-nx'],
    ['NXP00725A2H1SSS', 'vacon-nx'],
    ['VACON 100 FLOW', 'vacon-100'],
    ['vacon-100-industrial', 'vacon-100'],
    ['iC7-Automation', 'ic7'],
    ['iC2-Micro', 'ic2'],
  ])('%s', (text, family) => {
    expect(recogniseFamily(text)).toBe(family);
  });

  it.each(['', 'pump', 'VACON 20', 'VACON NXL', 'VACON 1000', 'FC 2020', 'AK SM 800', 'FC-51'])(
    'and "%s" stays unknown',
    (text) => {
      expect(recogniseFamily(text)).toBe('unknown');
    },
  );

  it('and stays unknown when a text names two', () => {
    expect(recogniseFamily('iC7-Automation, replaces VLT FC 302')).toBe('unknown');
  });
});
