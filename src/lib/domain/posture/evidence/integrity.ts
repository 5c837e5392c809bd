import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const WEEK = 168;

/** What a gateway boots and runs. */
export const INTEGRITY = {
  'gw.secureboot': ask(
    'gateway',
    WEEK,
    'Secure boot',
    'Enabled and enforced: not in set-up mode, fuses closed',
    helpsOrRefutes('3.4'),
    helps('3.3'),
  ),
  'gw.tpm.used': ask(
    'gateway',
    WEEK,
    'Where the device key lives',
    'In the TPM or secure element; that one is present proves nothing',
    decides('1.9 RE(1)'),
    helpsOrRefutes('1.5 RE(1)'),
  ),
  'gw.attestation': ask(
    'gateway',
    DAY,
    'Measured boot against golden values',
    'The quote matches and its nonce is fresh',
    helpsOrRefutes('3.3 RE(1)', '3.3 RE(2)', '3.4 RE(1)'),
  ),
  'gw.fw.version': ask(
    'gateway',
    DAY,
    'Firmware version and slots',
    'The newest version approved for the model; no requirement of 62443-3-3 asks for it, so it reaches vulnerabilities and lifecycle only',
  ),
  'gw.fw.update': ask(
    'gateway',
    WEEK,
    'Last firmware update',
    'Its signature was right and no rollback of the last 30 days is unexplained',
    helpsOrRefutes('3.4'),
    helps('7.4'),
  ),
  'gw.fim': ask(
    'gateway',
    DAY,
    'Integrity of files',
    'A run of the last 24 hours found no unexplained change',
    decides('3.4', '3.4 RE(1)'),
  ),
  'gw.apparmor': ask(
    'gateway',
    DAY,
    'Confinement of what faces the network',
    'No listening process runs unconfined',
    helps('5.4', '2.1 RE(1)', '3.2'),
  ),
  'gw.malware': ask(
    'gateway',
    DAY,
    'Protection against foreign code',
    'Root is read-only and only listed programs run, or a scanner is active',
    decides('3.2'),
    helpsOrRefutes('3.2 RE(2)'),
  ),
  'gw.disk.encryption': ask(
    'gateway',
    WEEK,
    'Encryption of the data partition',
    'On',
    helps('4.1'),
    helpsOrRefutes('4.1 RE(1)'),
  ),
  'gw.tamper': ask(
    'gateway',
    DAY,
    'Tamper switch of the case',
    'Closed; physical access is outside 62443-3-3, so no level depends on it',
  ),
} as const;
