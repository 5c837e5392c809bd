import certificateExpiry from './certificate-expiry.cacao.json';
import clockDrift from './clock-drift.cacao.json';
import compromisedAccount from './compromised-account.cacao.json';
import denialOfService from './denial-of-service.cacao.json';
import endOfService from './end-of-service.cacao.json';
import firmwareCorruption from './firmware-corruption.cacao.json';
import gatewayOffline from './gateway-offline.cacao.json';
import portScan from './port-scan.cacao.json';
import unauthorisedWrite from './unauthorised-write.cacao.json';
import unknownDevice from './unknown-device.cacao.json';

/**
 * The recovery playbooks that come with the program, as CACAO 2.0 JSON. They are part of the build, so that a
 * start needs no file beside it; the library takes them in unsigned, and people approve them.
 */
export const SHIPPED_PLAYBOOKS: readonly unknown[] = [
  firmwareCorruption,
  certificateExpiry,
  compromisedAccount,
  denialOfService,
  portScan,
  unauthorisedWrite,
  endOfService,
  unknownDevice,
  clockDrift,
  gatewayOffline,
];
