/** Devices past the end of their maker's service, as a gateway meets them on its network. */
export const OLD_DEVICES = {
  'ak-sm-800': {
    model: 'AK-SM 800',
    name: 'System manager, cold store',
    address: '10.20.0.80',
    text: 'AK-SM 800 answers on the drive network; its maker gives it no updates any more',
  },
  'ak-em-100': {
    model: 'AK-EM 100',
    name: 'Energy meter gateway, plant room',
    address: '10.20.0.81',
    text: 'AK-EM 100 answers on the drive network; it was phased out in 2013, and its maker advises to take it out of use',
  },
} as const;
export type OldDevice = keyof typeof OLD_DEVICES;
export const OLD_DEVICE_NAMES = Object.keys(OLD_DEVICES) as [OldDevice, ...OldDevice[]];

/** thin-edge's name of such a device. */
export const entityOfOld = (device: OldDevice): string => `device/${device}//`;
