import { ask, decides, helps, helpsOrRefutes, refutes } from './definition';

const DAY = 24;
const WEEK = 168;

/** What is known of drives; read only, always. */
export const DRIVES = {
  'drv.inventory': ask(
    'drive',
    DAY,
    'Drive found and named',
    'It answers with a known type, serial number and software version (VLT FC: parameters 15-40, 15-51, 15-43)',
    decides('7.8'),
  ),
  'drv.protocol': {
    ...ask(
      'drive',
      DAY,
      'Protocol between gateway and drive',
      'One that authenticates: not Modbus, EtherNet/IP without CIP Security or PROFINET RT',
      refutes('1.2', '1.2 RE(1)', '3.1 RE(1)'),
    ),
    structural: true,
  },
  'drv.params.baseline': ask(
    'drive',
    DAY,
    'Parameters against the baseline',
    'Equal, or the change was approved',
    helpsOrRefutes('3.4', '3.4 RE(1)'),
    helps('7.6', '7.6 RE(1)'),
  ),
  'drv.params.lock': ask(
    'drive',
    WEEK,
    'Lock of menu and panel',
    'A password is set and not the default (VLT: 0-60, 0-61); a locked cabinet may stand in for it',
    helpsOrRefutes('2.1'),
    helps('1.5'),
  ),
  'drv.fieldbus.timeout': ask(
    'drive',
    WEEK,
    'Reaction to a lost control word',
    'The one that the plant approved: freeze, stop, jog, stop and trip, or a set-up. VLT 8-04 leaves the factory at [0] Off, which fails',
    decides('3.6'),
  ),
  'drv.sto': ask(
    'drive',
    WEEK,
    'Safe torque off',
    'As designed; looked at, never acted upon',
    helpsOrRefutes('3.6'),
  ),
} as const;
