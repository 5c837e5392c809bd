import { z } from 'zod';
import { INSTALLATION } from '../../domain/access/subject';
import { FIRMWARE, type AssetVersion } from '../../domain/assets/asset';
import { readAddresses, readSoftware } from '../../domain/assets/device-list/columns';
import {
  planImport,
  type ImportPlan,
  type KnownAsset,
  type PlannedChange,
} from '../../domain/assets/device-list/plan-import';
import { DomainError } from '../../domain/errors';
import { zoneId } from '../../domain/ids';
import { UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { Instant } from '../../domain/time';
import type { AssetImport } from '../../protocol/asset-import';
import { defineCommand, type CommandContext } from '../access/command';
import type { Tx } from '../storage/database';
import { lockDevices, removeDevices, replaceStatedVersions, writeDevices } from '../storage/device-store';
import type { AssetRecord } from './asset-record';
import type { Inventory } from './inventory';
import { givenOf } from './table';

/** Rows that an answer shows; the counts tell of all. */
const MOST_SHOWN = 500;
/** Ids that an entry of the audit log names. */
const MOST_NAMED = 20;

/**
 * Takes a file of devices and versions over, whole or not at all; with `preview` it is only held against the list.
 * Throws `input.invalid` with an issue for each row that cannot be taken.
 */
export const importDevices = (inventory: Pick<Inventory, 'read'>) =>
  defineCommand({
    name: 'devices.import',
    action: 'plant.import',
    schema: z.object({
      text: z.string().min(1, 'is empty'),
      preview: z.boolean().default(false),
    }),
    subject: () => INSTALLATION,
    async run(tx, { text, preview }, context) {
      await lockDevices(tx);
      const assets = await inventory.read(tx);
      const plan = planImport(text, {
        assets: new Map(assets.map((asset) => [asset.id, knownOf(asset)])),
        zones: new Set(
          context.plant.zones.filter(({ id }) => id !== UNPLACED_ZONE.id).map(({ id }): string => id),
        ),
      });
      const result = present(plan, !preview);
      if (preview) return { result, audit: [] };
      if (plan.faults.length > 0) throw refused(plan);
      const done = plan.changes.filter(({ what }) => what !== 'same');
      const reported = new Map(assets.map((asset) => [asset.id, knownOf(asset).reportedParts]));
      await carryOut(tx, done, reported, context);
      return { result, audit: done.length === 0 ? [] : [auditOf(result, done)] };
    },
    afterCommit: ({ taken }, { host, now }) => {
      if (taken) host.bus.emit('assets.changed', { at: now });
    },
  });

const knownOf = (asset: AssetRecord): KnownAsset => ({
  id: asset.id,
  origin: asset.origin,
  given: givenOf(asset),
  reportedParts: asset.versions
    .filter(({ part }) => !asset.statedParts.includes(part))
    .map(({ part }) => part),
});

async function carryOut(
  tx: Tx,
  changes: readonly PlannedChange[],
  reported: ReadonlyMap<string, readonly string[]>,
  { actor, now }: CommandContext,
): Promise<void> {
  const kept = changes.filter(({ what }) => what !== 'remove');
  const gone = changes.filter(({ what }) => what === 'remove');
  await writeDevices(
    tx,
    kept.filter(isDevice).map(({ id, to }) => ({
      id: nameOf(id),
      name: to.name,
      zone: zoneId.parse(to.zone),
      vendor: to.vendor,
      product: to.product,
      serial: to.serial === '' ? null : to.serial,
      addresses: readAddresses(to.addresses),
      note: to.note,
      changedBy: actor.id,
      changedAt: now,
    })),
  );
  await removeDevices(
    tx,
    gone.map(({ id }) => nameOf(id)),
    { person: actor.id, at: now },
  );
  const stated = kept.filter(({ changes: all }) =>
    all.some(({ column }) => /^(firmware|software)$/.test(column)),
  );
  await replaceStatedVersions(
    tx,
    [...stated, ...gone].map(({ id }) => id),
    stated.flatMap(({ id, to }) =>
      versionsOf(to, actor.id, now)
        .filter(({ part }) => !(reported.get(id) ?? []).includes(part))
        .map((version) => ({ asset: id, ...version })),
    ),
  );
}

const isDevice = ({ id }: PlannedChange): boolean => /^device:[^:]+$/.test(id);
const nameOf = (id: string): string => id.slice('device:'.length);

function versionsOf({ firmware, software }: PlannedChange['to'], statedBy: string, statedAt: Instant) {
  const own: AssetVersion[] = firmware === '' ? [] : [{ part: FIRMWARE, version: firmware }];
  return [...own, ...(readSoftware(software) ?? [])].map((version) => ({ ...version, statedBy, statedAt }));
}

function present({ changes, faults }: ImportPlan, taken: boolean): AssetImport {
  const count = (of: PlannedChange['what']) => changes.filter(({ what }) => what === of).length;
  return {
    taken,
    added: count('add'),
    changed: count('change'),
    removed: count('remove'),
    same: count('same'),
    changes: changes
      .flatMap(({ line, id, what, changes: values }) =>
        what === 'same' ? [] : [{ line, id, what, values: [...values] }],
      )
      .slice(0, MOST_SHOWN),
    faults: [...faults],
  };
}

const refused = ({ faults }: ImportPlan): DomainError =>
  new DomainError('input.invalid', 'Some rows cannot be taken, so none was.', {
    issues: faults.map(({ line, column, message }) => ({
      path: column === null ? `line ${line}` : `line ${line}, ${column}`,
      message,
      line,
    })),
  });

const auditOf = ({ added, changed, removed }: AssetImport, done: readonly PlannedChange[]) => ({
  object: { type: 'device-list', id: 'devices' },
  facts: {
    added,
    changed,
    removed,
    ids:
      done
        .slice(0, MOST_NAMED)
        .map(({ id }) => id)
        .join(', ') + (done.length > MOST_NAMED ? ` and ${done.length - MOST_NAMED} more` : ''),
  },
});
