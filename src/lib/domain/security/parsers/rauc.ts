import type { Finding, Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_FIELD, MAX_NAME, visibleText } from '../visible-text';
import { text, type JsonRecord } from './json-values';
import { upTo } from './words';

type Act =
  'booted' | 'booted-external' | 'started' | 'succeeded' | 'failed' | 'rejected' | 'active' | 'good' | 'bad';

/** Message ids of RAUC's events, from 1.11 on (the external boot from 1.12). All have the level of a notice. */
const ACTS: Readonly<Record<string, Act>> = {
  e60e0addd3454cb8b796eae0d497af96: 'booted',
  dd237efdad1945d9b1e471bc2b994532: 'booted-external',
  b05410e8a93345389cd061aab1e9516d: 'started',
  '0163db5468ac4237b090d28490c301ed': 'succeeded',
  c48141f7fd49443aafff862b4809168f: 'failed',
  '60bea7e4fea549ccad68af457308b13a': 'rejected',
  '8b5e7435e1054d86858278e7544fe6da': 'active',
  '3304e15a7a9a447885eb208ba7ae3a05': 'good',
  ccb0e584a47043d7a5316994bce77ae5: 'bad',
};

interface RaucEvent {
  act: Act;
  transaction: string;
  slot: string;
  why: string;
  version: string | undefined;
  boot: string | undefined;
}

/** A record of RAUC's in the journal; `undefined` when it is not one of its events. */
export function readRaucRecord(record: JsonRecord): Reading | undefined {
  const id = text(record, 'MESSAGE_ID');
  const act = id === undefined || !Object.hasOwn(ACTS, id) ? undefined : ACTS[id];
  if (act === undefined) return undefined;
  const said = messageOf(text(record, 'MESSAGE') ?? '');
  return told({
    act,
    transaction: text(record, 'TRANSACTION_ID') ?? said?.transaction ?? '',
    slot: text(record, 'SLOT_NAME') ?? said?.slot ?? '',
    why: said?.why ?? '',
    version: text(record, 'BUNDLE_VERSION'),
    boot: text(record, 'BOOT_ID'),
  });
}

/** RAUC's message alone, where the record's other members were not forwarded. */
export function readRaucMessage(message: string): Reading {
  const said = messageOf(message.trim());
  return said === undefined ? 'unknown' : told(said);
}

function messageOf(message: string): RaucEvent | undefined {
  const event = { transaction: '', slot: '', why: '', version: undefined, boot: undefined };
  if (message.startsWith('Installation ')) {
    const rest = message.slice('Installation '.length);
    const transaction = upTo(rest, ' ');
    const outcome = rest.slice(transaction.length + 1);
    const act = (['started', 'succeeded', 'failed', 'rejected'] as const).find((word) =>
      outcome.startsWith(word),
    );
    const why = outcome.includes(': ') ? outcome.slice(outcome.indexOf(': ') + 2) : '';
    return act === undefined ? undefined : { ...event, act, transaction, why };
  }
  if (message.startsWith('Marked slot ')) {
    const slot = upTo(message.slice('Marked slot '.length), ' ');
    const act = (['active', 'good', 'bad'] as const).find((word) => message.endsWith(` as ${word}`));
    return act === undefined ? undefined : { ...event, act, slot };
  }
  if (message.startsWith('Booted from external')) return { ...event, act: 'booted-external' };
  return message.startsWith('Booted into ')
    ? { ...event, act: 'booted', slot: upTo(message.slice('Booted into '.length), ' ') }
    : undefined;
}

function told(event: RaucEvent): Reading {
  const { act, boot } = event;
  const transaction = visibleText(event.transaction, MAX_NAME);
  const slot = visibleText(event.slot, MAX_NAME);
  const version = event.version === '' ? undefined : event.version;
  switch (act) {
    case 'started':
      return finding('rauc', 'update.started', 'Update began', { transaction });
    case 'succeeded':
      return finding(
        'rauc',
        'update.installed',
        `Update ${version === undefined ? '' : `to ${visibleText(version, MAX_NAME)} `}installed, waiting for restart`,
        { transaction, version, isRunning: false },
      );
    case 'failed':
    case 'rejected':
      return refused(act, visibleText(event.why, MAX_FIELD), transaction);
    case 'active':
      return 'nothing';
    case 'good':
      return finding('rauc', 'update.slot_bad', `Slot ${slot} is good`, { slot }, { ends: true });
    case 'bad':
      return finding('rauc', 'update.slot_bad', `Slot ${slot} was marked as bad`, { slot });
    case 'booted':
      return finding('rauc', 'host.reboot', `Gateway started from slot ${slot}`, { slot, boot });
    case 'booted-external':
      return finding(
        'rauc',
        'host.boot_external',
        'Gateway started from a medium that is no slot of its own',
        { boot },
      );
  }
}

/**
 * The id says less than the text: a wrong signature and a version that is too old are "failed" like any other
 * failure. An expired certificate of the signer reads like a wrong signature.
 */
function refused(act: 'failed' | 'rejected', why: string, transaction: string): Finding {
  const fields = { transaction, why };
  // Not within quotes: what stands there was taken from the image.
  const own = upTo(why, "'").toLowerCase();
  if (act === 'failed' && own.includes('signature verification failed')) {
    return finding('rauc', 'update.signature_invalid', `Update with a wrong signature: ${why}`, fields);
  }
  return act === 'rejected' || why.startsWith('Version mismatch')
    ? finding('rauc', 'update.rejected', `Update refused: ${why}`, fields)
    : finding('rauc', 'update.failed', `Update failed: ${why}`, fields);
}
