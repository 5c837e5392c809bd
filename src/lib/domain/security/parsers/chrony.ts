import type { Finding, Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { upTo, Words } from './words';

const HARMLESS = [
  'chronyd version ',
  'chronyd exiting',
  'Frequency ',
  'Using ',
  'Loaded ',
  'Added ',
  'Removed ',
  'Source ',
  'System clock TAI offset',
  'Initial frequency ',
  'Disabled ',
  'Enabled ',
  'Could not ',
  // By how much it is off is said before every step; without one, chrony turns it back slowly.
  'System clock wrong by ',
] as const;

/** chrony's daemon. */
export function readChrony(text: string): Reading {
  if (text.startsWith('Selected source '))
    return synchronised('chronyd', text.slice('Selected source '.length));
  if (text.startsWith("Can't synchronise: "))
    return unsynchronised('chronyd', text.slice("Can't synchronise: ".length));
  if (text.startsWith('Detected falseticker ')) {
    const src = sourceName(text.slice('Detected falseticker '.length));
    return finding('chronyd', 'time.falseticker', `Time source ${src} disagrees with the others`, { src });
  }
  if (text.startsWith('System clock was stepped by ')) return stepped(text);
  if (text.startsWith('Forward time jump detected') || text.startsWith('Backward time jump detected')) {
    const direction = upTo(text, ' ').toLowerCase();
    return finding('chronyd', 'time.stepped', `Clock jumped ${direction}s`, { direction });
  }
  return HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

function stepped(text: string): Reading {
  const word = new Words(text.slice('System clock was stepped by '.length)).next();
  if (!/^-?\d{1,12}(?:\.\d{1,9})?$/.test(word)) return 'unknown';
  const seconds = Number(word);
  return finding('chronyd', 'time.stepped', `Clock set by a step of ${seconds} s`, { seconds });
}

/** What only begins a contact, or says that one server is silent for now. */
const TIMESYNCD_HARMLESS = [
  'Invalid response from server',
  'Network configuration changed',
  'No network connectivity',
  'Using NTP server',
] as const;

/** systemd-timesyncd. */
export function readTimesyncd(text: string): Reading {
  for (const start of [
    'Contacted time server ',
    'Initial clock synchronization to ',
    'Synchronized to time server ',
  ]) {
    if (text.startsWith(start)) return synchronised('systemd-timesyncd', text.slice(start.length));
  }
  if (text.startsWith('Timed out waiting for reply from ')) {
    return unsynchronised(
      'systemd-timesyncd',
      `no reply from ${text.slice('Timed out waiting for reply from '.length)}`,
    );
  }
  if (text.startsWith('System time changed.') || text.startsWith('System clock time ')) {
    return finding('systemd-timesyncd', 'time.stepped', 'Clock set by a step', {});
  }
  return TIMESYNCD_HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

const synchronised = (source: string, by: string): Finding =>
  finding(source, 'time.unsynced', `Clock synchronised: ${sourceName(by)}`, {}, { ends: true });

const unsynchronised = (source: string, why: string): Finding =>
  finding(source, 'time.unsynced', `Clock not synchronised: ${why}`, { why });

const sourceName = (written: string): string => visibleText(new Words(written).next(), MAX_NAME);
