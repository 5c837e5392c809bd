import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const WEEK = 168;
const BOTH = ['gateway', 'platform'] as const;

/** Who and what may come in: certificates, accounts, shells, radios, media. */
export const IDENTITY = {
  'gw.cert': ask(
    'gateway',
    DAY,
    'Certificates',
    'Valid, not revoked, chained to the authority of the zone; fewer than 30 days left is a finding, not a fail',
    decides('1.8', '1.9'),
  ),
  'gw.mtls': ask(
    'gateway',
    DAY,
    'Mutual TLS, as our broker sees it',
    'TLS 1.2 or newer with a certificate that is this gateway’s alone; speaks of the way to the platform, not of the drives',
    decides('1.2', '1.2 RE(1)'),
    helpsOrRefutes('3.1', '3.1 RE(1)', '4.1 RE(1)', '1.13'),
    helps('4.3'),
  ),
  'gw.accounts.default': ask(
    'gateway',
    DAY,
    'Default accounts',
    'None is enabled and no default password is accepted',
    helpsOrRefutes('1.5'),
    helps('1.3'),
  ),
  'gw.accounts.idle': ask(
    BOTH,
    DAY,
    'Accounts that nobody uses',
    'None unused for more than 30 days, but for the listed break-glass account',
    helps('1.3', '1.4'),
  ),
  'gw.accounts.named': ask(
    BOTH,
    DAY,
    'Accounts and people',
    'Each account that can sign in belongs to one person, or has a waiver',
    helps('1.1'),
    decides('1.1 RE(1)'),
  ),
  'gw.password.policy': ask(
    'gateway',
    WEEK,
    'Rules for passwords',
    'At least 12 characters and a dictionary check',
    decides('1.7'),
    helpsOrRefutes('1.7 RE(1)', '1.7 RE(2)'),
  ),
  'gw.login.lockout': ask(
    'gateway',
    WEEK,
    'Lock-out after failed sign-ins',
    'A limit is set and was seen to work',
    decides('1.11'),
  ),
  'gw.ssh.config': ask(
    'gateway',
    DAY,
    'Settings of the SSH server',
    'No root, keys only, a notice of use, idle sessions end within 15 minutes',
    helpsOrRefutes('1.12', '2.7'),
    decides('2.6'),
    helps('2.5', '1.10'),
  ),
  'gw.remote.request': ask(
    'platform',
    DAY,
    'Remote shells and requests',
    'Every remote session has an approved request with an end',
    helpsOrRefutes('1.13', '2.6'),
    decides('1.13 RE(1)'),
  ),
  'gw.wireless': ask(
    'gateway',
    DAY,
    'Radios',
    'Off, or WPA3 or 802.1X on a listed network; off makes the four requirements not applicable',
    helpsOrRefutes('1.6', '1.6 RE(1)', '2.2', '2.2 RE(1)'),
  ),
  'gw.usb': ask('gateway', DAY, 'USB storage', 'Blocked', helpsOrRefutes('2.3'), helps('3.2 RE(1)')),
  'plat.mfa': ask(
    'platform',
    DAY,
    'Second factor of people',
    'Every account has one; the break-glass account has a record',
    helps('1.1'),
    decides('1.1 RE(2)'),
    helpsOrRefutes('1.1 RE(3)'),
  ),
  'plat.sso': ask(
    'platform',
    DAY,
    'One source of identities',
    'Every account but break-glass comes from it',
    helps('1.3'),
    decides('1.3 RE(1)'),
  ),
} as const;
