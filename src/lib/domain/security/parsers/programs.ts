import type { Reading } from '../finding';
import { readAccountTool, readSudo } from './accounts';
import { readAudit } from './auditd';
import { readBroker } from './broker';
import { readChrony, readTimesyncd } from './chrony';
import { readDropbear } from './dropbear';
import { readFail2ban } from './fail2ban';
import { readKernel } from './kernel';
import { readNetfilter } from './netfilter';
import { readRaucMessage } from './rauc';
import { readSshd } from './sshd';
import { readSwupdateLine } from './swupdate';
import { readSystemd } from './systemd';

/** Reads the message of a line, without its header, in time linear to its length. */
export type LineParser = (text: string, program: string) => Reading;

/** Who can be read, by the names they give themselves. */
const PARSERS: Readonly<Record<string, LineParser>> = {
  sshd: readSshd,
  'sshd-session': readSshd,
  'sshd-auth': readSshd,
  dropbear: readDropbear,
  kernel: readKernel,
  ulogd: readNetfilter,
  audit: readAudit,
  auditd: readAudit,
  audispd: readAudit,
  'audisp-syslog': readAudit,
  'fail2ban.actions': readFail2ban,
  'fail2ban.filter': readFail2ban,
  'fail2ban.jail': readFail2ban,
  'fail2ban.server': readFail2ban,
  'fail2ban-server': readFail2ban,
  rauc: readRaucMessage,
  chronyd: readChrony,
  'systemd-timesyncd': readTimesyncd,
  systemd: readSystemd,
  mosquitto: readBroker,
  swupdate: readSwupdateLine,
  useradd: readAccountTool,
  userdel: readAccountTool,
  usermod: readAccountTool,
  groupadd: readAccountTool,
  groupdel: readAccountTool,
  gpasswd: readAccountTool,
  passwd: readAccountTool,
  chpasswd: readAccountTool,
  chage: readAccountTool,
  sudo: readSudo,
  su: readSudo,
};

export const parserOf = (program: string): LineParser | undefined =>
  Object.hasOwn(PARSERS, program) ? PARSERS[program] : undefined;

/** Parsers whose messages tell by themselves whose they are, for lines that come without any name. */
const TELLING: readonly LineParser[] = [
  readSshd,
  readDropbear,
  readFail2ban,
  readRaucMessage,
  readChrony,
  readTimesyncd,
  readBroker,
];

/** A message nobody has put a name to: of the kernel or its audit by its form, else whoever knows it first. */
export function readNameless(text: string): Reading {
  if (text.startsWith('type=') || text.startsWith('node=')) return readAudit(text);
  const kernel = readKernel(text);
  if (kernel !== 'unknown') return kernel;
  for (const parser of TELLING) {
    const reading = parser(text, '');
    // That it would be harmless is believed only of a line whose writer is known.
    if (typeof reading !== 'string') return reading;
  }
  return 'unknown';
}
