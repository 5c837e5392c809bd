import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const MONTH = 720;

/** What this program does and proves of itself. */
export const PLATFORM = {
  'plat.rbac': ask(
    'platform',
    DAY,
    'Who may do what',
    'Every route and socket asks the table of roles, and nobody is without a role',
    decides('2.1', '2.1 RE(2)'),
    helpsOrRefutes('2.1 RE(1)'),
  ),
  'plat.session': ask(
    'platform',
    DAY,
    'Sessions',
    'Cookies are closed to scripts and other sites, sessions end when idle or signed out, their ids cannot be guessed',
    helps('2.5', '2.6', '2.7'),
    decides('3.8', '3.8 RE(1)', '3.8 RE(2)', '3.8 RE(3)'),
  ),
  'plat.dual': ask(
    'platform',
    DAY,
    'Second person for acts that count',
    'Enforced, and an override is written down',
    helpsOrRefutes('2.1 RE(3)'),
    decides('2.1 RE(4)'),
  ),
  'plat.settings.report': ask(
    'platform',
    DAY,
    'Settings of each asset, readable by programs',
    'At most 24 hours old',
    decides('7.6', '7.6 RE(1)'),
  ),
  'plat.input': ask(
    'platform',
    DAY,
    'Check of what comes in',
    'Each message is held against its schema and what fails is counted',
    helps('3.5', '3.7'),
  ),
  'plat.tls': ask(
    'platform',
    DAY,
    'TLS of our own endpoints',
    'Version 1.2 or newer and no weak suite',
    decides('4.3'),
    helps('4.1'),
  ),
  'plat.decom': ask(
    'platform',
    MONTH,
    'Retired devices',
    'Each was wiped with a record, its certificate revoked, its account removed',
    helpsOrRefutes('4.2'),
  ),
} as const;
