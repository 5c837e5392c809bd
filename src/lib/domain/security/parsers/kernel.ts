import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { readAudit } from './auditd';
import { readNetfilter } from './netfilter';
import { readUsb } from './usb';
import { upTo, wholeNumber } from './words';

/** A line of the kernel's log, with or without its `[ 5123.100001] `. */
export function readKernel(line: string): Reading {
  const { uptime, text } = withoutUptime(line);
  if (text.startsWith('usb ') || text.startsWith('usb-storage ')) return readUsb(text, uptime);
  if (text.startsWith('audit: ') || text.startsWith('audit_lost=')) return readAudit(text);
  if (text.includes('Possible SYN flooding on port ')) return synCookies(text);
  if (isPacket(text)) return readNetfilter(text);
  return 'unknown';
}

/** Whether a line has what every packet's has; whether it is whole is for its parser to say. */
export const isPacket = (text: string): boolean => text.includes(' SRC=') && text.includes(' PROTO=');

function withoutUptime(line: string): { uptime: number | undefined; text: string } {
  const start = line.trimStart();
  if (!start.startsWith('[')) return { uptime: undefined, text: start };
  const end = start.indexOf('] ');
  const inside = end === -1 ? '' : start.slice(1, Math.min(end, 24)).trim();
  return /^\d{1,12}\.\d{1,9}$/.test(inside)
    ? { uptime: Number(inside), text: start.slice(end + 2) }
    : { uptime: undefined, text: start };
}

/** `TCP: request_sock_TCP: Possible SYN flooding on port 443. Sending cookies.`, newer with an address before the port. */
function synCookies(text: string): Reading {
  const mark = 'Possible SYN flooding on port ';
  const where = upTo(text.slice(text.indexOf(mark) + mark.length), '. ');
  const dpt = wholeNumber(where.slice(where.lastIndexOf(':') + 1));
  return dpt === undefined
    ? 'unknown'
    : finding('kernel', 'net.syn_flood', `SYN flood against port ${dpt}`, { dpt });
}
