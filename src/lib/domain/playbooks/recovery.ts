import { playbookId } from '../ids';

const id = (uuid: string) => playbookId.parse(`playbook--${uuid}`);

/** The recovery playbooks that ship with the product (reference: playbooks, section 8), by what they recover from. */
export const RECOVERY = {
  firmwareCorruption: id('658240e4-9387-4071-8987-aaaa4143a13d'),
  certificateExpiry: id('ca5bc167-ca95-4223-9a1e-140e680e00f0'),
  compromisedAccount: id('20657ece-ef5d-44e3-9edf-59a17ca85d4e'),
  denialOfService: id('dd2d676d-dc6f-4cde-b02d-ae126eb0d791'),
  portScan: id('8f285564-f910-4c9b-8338-b7188da34247'),
  unauthorisedWrite: id('a275cbca-74fd-4352-a335-f7bcd732b08c'),
  endOfService: id('9bbed258-0155-47d6-8ac3-7590bd815fb1'),
  unknownDevice: id('59438bd2-1ee5-4303-a15e-a24f185e57ef'),
  clockDrift: id('7a6922b5-3287-4944-ab8d-11c361321e39'),
  gatewayOffline: id('c449f370-33c0-4e21-8b2e-ec7508954ef2'),
} as const;
