import type { DriveId } from '../../domain/ids';
import type { InputIssue } from '../../domain/errors';

/** Ids of one kind of thing, by what the import did to them. */
export interface Changes {
  added: string[];
  changed: string[];
  removed: string[];
}

/**
 * What an import of a plant file did; ids in file order. Drives that are adopted or renamed are among the
 * changed ones too, those that returned among the added.
 */
export interface ImportReport {
  /** Version of the plant file that holds now. */
  version: number;
  /** False when the file was imported before and is the newest: nothing was written then. */
  isNew: boolean;
  sites: Changes;
  zones: Changes;
  conduits: Changes;
  positions: Changes;
  gateways: Changes;
  drives: Changes;
  /** Discovered drives that got their place, with the id they had until now. Their history follows. */
  adopted: { id: DriveId; was: DriveId }[];
  /** Drives whose id changed, with the id they had. Their history follows. */
  renamed: { id: DriveId; was: DriveId }[];
  /** Drives that were removed before and are back with their history. */
  returned: DriveId[];
  warnings: readonly InputIssue[];
}

export const noChanges = (): Changes => ({ added: [], changed: [], removed: [] });

/** Whether the plant is other than it was before. */
export function changesAnything(report: ImportReport): boolean {
  const kinds = [
    report.sites,
    report.zones,
    report.conduits,
    report.positions,
    report.gateways,
    report.drives,
  ];
  return kinds.some(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
}
