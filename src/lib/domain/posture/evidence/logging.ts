import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const MONTH = 720;
const BOTH = ['gateway', 'platform'] as const;

/** Whether what happens is written down, kept and watched; and by which clock. */
export const LOGGING = {
  'gw.ntp': ask(
    'gateway',
    2,
    'Clock',
    'Synchronised and less than 1 s off; when it is not, no time from this zone can be trusted',
    decides('2.11', '2.11 RE(1)'),
  ),
  'gw.ntp.nts': ask(
    'gateway',
    DAY,
    'Authenticated source of time',
    'NTS or a symmetric key',
    decides('2.11 RE(2)'),
  ),
  'gw.log.forward': ask(
    BOTH,
    1,
    'Logs that arrive',
    'The newest record is at most 5 minutes old and none is missing',
    decides('2.8', '2.8 RE(1)', '6.1'),
    helps('2.10'),
  ),
  'gw.log.failure': ask(
    'platform',
    2_160,
    'Alarm when logging stops',
    'A drill of the last 90 days raised it',
    decides('2.10'),
  ),
  'gw.log.disk': ask(
    'gateway',
    DAY,
    'Room for the audit log',
    'Less than 80 % used, with a warning set',
    decides('2.9', '2.9 RE(1)'),
  ),
  'plat.heartbeat': ask(
    'platform',
    0.25,
    'Signs of life of every asset',
    'None is older than three intervals; what is silent proves nothing any more',
    decides('6.2'),
  ),
  'plat.audit.chain': ask(
    'platform',
    DAY,
    'Audit log',
    'Verified and unbroken',
    decides('3.9'),
    helps('2.12', '2.12 RE(1)'),
  ),
  'plat.audit.worm': ask(
    'platform',
    48,
    'Audit log outside',
    'Its newest checkpoint is kept where nobody can overwrite it',
    decides('3.9 RE(1)'),
  ),
  'plat.audit.api': ask(
    'platform',
    MONTH,
    'Audit log by API',
    'It can be read and exported by programs',
    helps('6.1'),
    decides('6.1 RE(1)'),
  ),
  'plat.selftest': ask(
    'platform',
    MONTH,
    'Proof that controls work',
    'A failed sign-in locks, a foreign certificate is refused, a stopped log alarms: all within 30 days',
    decides('3.3', '3.3 RE(1)'),
    helpsOrRefutes('3.3 RE(2)'),
  ),
} as const;
