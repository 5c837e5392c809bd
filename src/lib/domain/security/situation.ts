import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../time';
import type { EventTypeId } from './catalogue';
import type { FindingField } from './finding';

/** A row of events of one gateway, as far as others are judged by it. */
export interface RecentEvent {
  type: EventTypeId;
  fields: Readonly<Record<string, FindingField>>;
  count: number;
  /** Different values of what its type counts; `undefined` where that is not kept. */
  distinct?: number | undefined;
  lastSeenAt: Instant;
}

/** Types whose rows change how others are judged, and how long back (to `lastSeenAt`). Nothing else is looked at. */
export const RECALLED = {
  'auth.ssh_failed': 10 * MINUTE_MS,
  'auth.ssh_bruteforce': DAY_MS,
  'auth.ssh_success': DAY_MS,
  'net.port_scan.syn_fin': DAY_MS,
  'net.port_scan.syn_rst': DAY_MS,
  'net.port_scan.xmas': DAY_MS,
  'net.port_scan.null': DAY_MS,
  'net.port_scan.fin': DAY_MS,
  'net.port_scan.generic': DAY_MS,
  'net.firewall_drop': MINUTE_MS,
  'update.started': HOUR_MS,
  'update.installed': HOUR_MS,
  'host.reboot': 10 * MINUTE_MS,
} as const satisfies Partial<Record<EventTypeId, number>>;
export type RecalledType = keyof typeof RECALLED;

export const isRecalled = (type: EventTypeId): type is RecalledType => Object.hasOwn(RECALLED, type);

/** What is known around a finding at the time it is judged. */
export interface Situation {
  /** When the finding was received. */
  at: Instant;
  /** Rows of the same gateway and of types in `RECALLED`, with the finding's own already counted in. */
  recent: readonly RecentEvent[];
  /** Whether an address belongs to the plant's own networks; `isPrivateAddress` where the plant file does not say. */
  isInside: (address: string) => boolean;
  /** Whether an address is a scanner of the plant's own, whose scans are no attack. */
  isOwnScanner: (address: string) => boolean;
  /** Whether work at the gateway is approved now; `undefined` where nobody keeps such a calendar. */
  isMaintenance: boolean | undefined;
  /** An order of ours that explains a restart or a change (restart, update, settings), in a few words. */
  order: string | undefined;
  /** Whether logins are to be by key only. */
  isKeysOnly: boolean;
}

/** The rows of a type that lie within its recall, of one source where one is given. */
export function recentOf(
  { recent, at }: Pick<Situation, 'recent' | 'at'>,
  types: readonly RecalledType[],
  src?: FindingField,
): RecentEvent[] {
  return recent.filter(
    (row) =>
      isRecalled(row.type) &&
      types.includes(row.type) &&
      row.lastSeenAt > at - RECALLED[row.type] &&
      (src === undefined || row.fields['src'] === src),
  );
}

export const SCANS = [
  'net.port_scan.syn_fin',
  'net.port_scan.syn_rst',
  'net.port_scan.xmas',
  'net.port_scan.null',
  'net.port_scan.fin',
  'net.port_scan.generic',
] as const satisfies readonly RecalledType[];
