import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { between, upTo } from './words';

/** Until so many seconds after the start, what is built in announces itself. */
const STARTING_S = 60;

/**
 * The kernel's lines on USB: `usb 1-1.2: New USB device found, idVendor=0781, idProduct=5567` and
 * `usb-storage 1-1.2:1.0: USB Mass Storage device detected`. `uptime` in seconds, `undefined` when not told.
 */
export function readUsb(text: string, uptime: number | undefined): Reading {
  const isStorage = text.startsWith('usb-storage ');
  const start = isStorage ? 'usb-storage '.length : 'usb '.length;
  const port = upTo(text.slice(start), ': ');
  const message = text.slice(start + port.length + ': '.length);
  if (!/^[\d.:-]{1,40}$/.test(port)) return 'nothing';
  if (isStorage && message.startsWith('USB Mass Storage device detected')) {
    return finding('kernel', 'host.removable_storage', `Storage plugged in at USB ${port}`, { port });
  }
  if (!message.startsWith('New USB device found')) return 'nothing';
  if (uptime !== undefined && uptime < STARTING_S) return 'nothing';
  const vendor = identifier(between(`${message},`, 'idVendor=', ','));
  const product = identifier(between(`${message},`, 'idProduct=', ','));
  if (vendor === undefined || product === undefined) return 'unknown';
  return finding('kernel', 'host.usb_insert', `USB device ${vendor}:${product} plugged in at ${port}`, {
    port,
    vendor,
    product,
  });
}

const identifier = (written: string | undefined): string | undefined =>
  written !== undefined && /^[0-9a-f]{4}$/.test(written) ? written : undefined;
