import type { DriveTypeEntry } from '../../lib/domain/plant/file/schema';

/** Four-pole motor at 50 Hz; current at 400 V unless told otherwise. */
const motor = (powerKw: number, currentA: number, speedRpm: number, mainsV = 400) => ({
  powerKw,
  currentA,
  voltageV: mainsV,
  frequencyHz: 50,
  speedRpm,
  mainsV,
});

/** VLT leaves its control-word time-out off; these plants stop critical machines instead. */
const stopAfter = (seconds: number) => ({ seconds, action: 'stop' }) as const;

/** The drives of the demonstration: every family, in the sizes such machines have. */
export const DEMO_DRIVE_TYPES = {
  'aqua-75': {
    family: 'vlt-fc-202',
    model: 'VLT AQUA Drive FC 202',
    firmware: '3.31',
    rated: motor(75, 134, 1480),
    controlTimeout: { seconds: 1, action: 'off' },
  },
  'aqua-22': {
    family: 'vlt-fc-202',
    model: 'VLT AQUA Drive FC 202',
    firmware: '3.31',
    rated: motor(22, 41, 1470),
    controlTimeout: { seconds: 1, action: 'off' },
  },
  'hvac-15': {
    family: 'vlt-fc-102',
    model: 'VLT HVAC Drive FC 102',
    firmware: '5.20',
    rated: motor(15, 28.5, 1465),
    controlTimeout: { seconds: 1, action: 'off' },
  },
  'hvac-45': {
    family: 'vlt-fc-102',
    model: 'VLT HVAC Drive FC 102',
    firmware: '5.20',
    rated: motor(45, 81, 1475),
    controlTimeout: { seconds: 1, action: 'off' },
  },
  'refrigeration-55': {
    family: 'vlt-fc-103',
    model: 'VLT Refrigeration Drive FC 103',
    firmware: '1.44',
    rated: motor(55, 99, 1478),
    controlTimeout: stopAfter(10),
  },
  'refrigeration-11': {
    family: 'vlt-fc-103',
    model: 'VLT Refrigeration Drive FC 103',
    firmware: '1.44',
    rated: motor(11, 21, 1465),
    controlTimeout: { seconds: 1, action: 'off' },
  },
  'automation-7': {
    family: 'vlt-fc-302',
    model: 'VLT AutomationDrive FC 302',
    firmware: '8.13',
    rated: motor(7.5, 14.8, 1460),
    controlTimeout: stopAfter(2),
  },
  'automation-37': {
    family: 'vlt-fc-302',
    model: 'VLT AutomationDrive FC 302',
    firmware: '8.13',
    rated: motor(37, 67, 1475),
    controlTimeout: stopAfter(2),
  },
  'nxp-200': {
    family: 'vacon-nx',
    model: 'VACON NXP',
    firmware: 'NXP00002V195',
    rated: motor(200, 280, 1485, 500),
    controlTimeout: { seconds: 2, action: 'stop-and-trip' },
  },
  'nxs-90': {
    family: 'vacon-nx',
    model: 'VACON NXS',
    firmware: 'NXS00001V179',
    rated: motor(90, 159, 1483),
    controlTimeout: stopAfter(5),
  },
  'vacon-100-flow-30': {
    family: 'vacon-100',
    model: 'VACON 100 FLOW',
    firmware: 'FW0065V040',
    rated: motor(30, 55, 1472),
    controlTimeout: stopAfter(5),
  },
  'vacon-100-industrial-55': {
    family: 'vacon-100',
    model: 'VACON 100 INDUSTRIAL',
    firmware: 'FW0072V021',
    rated: motor(55, 99, 1478),
    controlTimeout: stopAfter(3),
  },
  'ic2-4': {
    family: 'ic2',
    model: 'iC2-Micro',
    firmware: '1.30',
    rated: motor(4, 8.3, 1440),
  },
  'ic7-110': {
    family: 'ic7',
    model: 'iC7-Automation',
    firmware: '3.4.2',
    rated: motor(110, 196, 1484),
    controlTimeout: stopAfter(2),
  },
} as const satisfies Record<string, DriveTypeEntry>;

export type DemoDriveType = keyof typeof DEMO_DRIVE_TYPES;
