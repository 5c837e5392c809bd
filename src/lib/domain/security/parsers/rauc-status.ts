import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { isRecord, list, record, text, type JsonRecord } from './json-values';

const MAX_SLOTS = 32;

interface Slot {
  name: string;
  bootname: string | undefined;
  isBad: boolean;
  version: string | undefined;
}

/** Whether a record is what `rauc status --output-format=json` prints. */
export const isRaucStatus = (of: JsonRecord): boolean =>
  text(of, 'booted') !== undefined && text(of, 'boot_primary') !== undefined && Array.isArray(of['slots']);

/**
 * The state of the slots, for gateways whose RAUC tells no events (Debian 12 has 1.8). Fallen back: it runs from
 * another slot than the one to be started, and that one is bad. Good and not running, it only waits for a restart.
 */
export function readRaucStatus(status: JsonRecord): Reading {
  const slots = list(status, 'slots').slice(0, MAX_SLOTS).flatMap(slotsIn);
  const booted = slots.find((slot) => slot.bootname === text(status, 'booted'));
  const primary = slots.find((slot) => slot.name === text(status, 'boot_primary'));
  if (booted === undefined || primary === undefined) return 'unknown';
  if (booted !== primary && primary.isBad) {
    return finding(
      'rauc',
      'update.rollback',
      `Gateway fell back to slot ${shown(booted.name)}: ${shown(primary.name)} is bad`,
      {
        slot: shown(booted.name),
        from: shown(primary.name),
        version: booted.version,
        wanted: primary.version,
      },
    );
  }
  const bad = slots.find((slot) => slot.isBad);
  return bad === undefined
    ? 'nothing'
    : finding('rauc', 'update.slot_bad', `Slot ${shown(bad.name)} is bad`, { slot: shown(bad.name) });
}

/** `slots` is a list of objects with one member each: the slot's name. */
function slotsIn(entry: unknown): Slot[] {
  if (!isRecord(entry)) return [];
  return Object.entries(entry)
    .slice(0, 1)
    .flatMap(([name, slot]) => {
      if (!isRecord(slot)) return [];
      const bundle = record(record(slot, 'slot_status') ?? {}, 'bundle') ?? {};
      return [
        {
          name,
          bootname: text(slot, 'bootname'),
          isBad: text(slot, 'boot_status') === 'bad',
          version: text(bundle, 'version'),
        },
      ];
    });
}

const shown = (name: string): string => visibleText(name, MAX_NAME);
