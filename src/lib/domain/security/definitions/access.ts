import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time';
import type { GuidanceTable } from './guidance';

/** Alarms about who gets in, and by what name. */
export const ACCESS_GUIDANCE = {
  'auth.ssh_bruteforce': {
    consequence: 'Somebody tries passwords at the gateway. A weak one will be found.',
    response: [
      'See whether a login followed: that is an alarm of its own, and the worst case.',
      'Have the source blocked at the plant’s firewall. If it is inside the plant, find the device.',
      'Have logins by password switched off, so that only keys are taken.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'auth.ssh_success': {
    consequence:
      'Somebody is in the gateway who attacked it before. From there drives can be written to and stopped.',
    response: [
      'Call the responder on duty. Watch the drives behind the gateway; be ready to take over at the machine.',
      'Ask whether the login was meant: a colleague who mistyped looks the same. Nobody knows it: it is an intrusion.',
      'Have the gateway cut off from the network, not switched off: what is in its memory is evidence.',
      'Open an incident, or add it to the open one.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  'auth.account_change': {
    consequence: 'A new or changed account is a way back in for whoever made it.',
    response: [
      'Read which account, and by whom. Ask whether it was planned.',
      'If nobody planned it, have the account locked and the sessions of its maker ended.',
      'Look for logins and commands of the hour before.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'auth.default_credentials': {
    consequence: 'Anybody who has read the manual can sign in.',
    response: [
      'Have the password changed today.',
      'Look for logins with this account since it was last tested.',
    ],
    respondWithinMs: 8 * HOUR_MS,
  },
  'cert.expired': {
    consequence: 'The gateway can no longer connect: its drives go unseen until it has a new certificate.',
    response: [
      'Have a new certificate issued and brought onto the gateway.',
      'Watch its drives on site until it is back.',
    ],
    respondWithinMs: 4 * HOUR_MS,
  },
  'cert.mismatch': {
    consequence: 'Somebody speaks with a certificate that is not the one this gateway was given.',
    response: [
      'Ask whether the gateway was renewed or replaced. If so, have the new certificate approved.',
      'If nobody knows of it, have the certificate revoked and trust nothing that came with it.',
      'Find out how the key left the gateway.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'cert.revoked_used': {
    consequence: 'Whoever has the key of a gateway that was shut out still tries to get in. It was refused.',
    response: [
      'Read the address it came from. Find out whether the old gateway still stands somewhere with power on.',
      'If it should be gone, treat the key as stolen and open an incident.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'gw.duplicate_identity': {
    consequence: 'Two speak under one gateway’s name. Values and events under that name may be invented.',
    response: [
      'Do not act on values of its drives; ask on site.',
      'Find out which of the two addresses is the gateway. Was it cloned, or replaced with the old one left running?',
      'Have the certificate revoked and a new key made on the true one.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'gw.firewall_disabled': {
    consequence: 'The gateway stands open to everything that reaches it, and tells of no attack any more.',
    response: [
      'Ask whether somebody works on it. If so, have it switched on again at the end of the work.',
      'If nobody does, have it switched on now and find out who switched it off.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'gw.cellular_ip_public': {
    consequence: 'Everybody in the internet can knock at the gateway.',
    response: [
      'Have its mobile contract moved to a private network, or all inbound traffic dropped.',
      'Look for logins and scans since it has this address.',
    ],
    respondWithinMs: DAY_MS,
  },
} as const satisfies GuidanceTable;
