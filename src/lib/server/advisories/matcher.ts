import { setImmediate as othersFirst } from 'node:timers/promises';
import { DUE_DAYS, dueOf, type DueDays } from '../../domain/advisories/due';
import { MatchIndex, type AssetFound, type Touches } from '../../domain/advisories/match-index';
import type { InventoryAsset } from '../../domain/assets/asset';
import { exposedZones } from '../../domain/plant/exposure';
import type { Plant } from '../../domain/plant/model';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Database } from '../storage/database';
import { selectContents, selectNewestNumber, selectReplaced } from '../storage/advisory-store';
import {
  insertDecisions,
  lockMatchesOf,
  saveMatches,
  selectMatchedAssets,
  type MatchRow,
} from '../storage/match-store';
import { changeOf, countsFor, goneOf, type Change } from './changes';

/** Advisories read at once, and assets of one transaction. */
const ADVISORIES = 100;
const ASSETS = 500;
/** Assets that are held against the index before others get their turn. */
const TURN = 50;

interface MatcherOptions {
  database: Database;
  plant(): Plant;
  inventory(): Promise<readonly InventoryAsset[]> | readonly InventoryAsset[];
  dueDays?: DueDays | undefined;
}

/**
 * Holds the inventory against all advisories, and writes down what changed. After the first time only what is new is
 * looked at: assets that changed, and those that a new advisory may be about.
 */
export class Matcher {
  readonly #index = new MatchIndex();
  /** The last advisory that was taken into the index. */
  #readUpTo = 0;
  /** What each asset was when it was matched last. */
  readonly #matched = new Map<string, string>();
  #knowsMatched = false;
  /** Of advisories that came since the last round which was written down. */
  #touches: Touches[] = [];

  constructor(private readonly o: MatcherOptions) {}

  /** How many advisories are held against the inventory. */
  get size(): number {
    return this.#index.size;
  }

  /** Whether an advisory was taken in since the last round. */
  async hasNew(): Promise<boolean> {
    return (await this.o.database.read((tx) => selectNewestNumber(tx))) > this.#readUpTo;
  }

  /** One round; returns the zones in which something changed that counts. */
  async round(now: Instant): Promise<ReadonlySet<ZoneId>> {
    await this.#readNew();
    const changed = new Set<ZoneId>();
    if (this.#index.size === 0) return changed;
    const inventory = await this.o.inventory();
    await this.#knowWhatIsMatched();
    const gone = this.#goneFrom(inventory);
    const due = this.#dueOf(inventory);
    for (let from = 0; from < due.length; from += ASSETS)
      await this.#match(due.slice(from, from + ASSETS), now, changed);
    for (let from = 0; from < gone.length; from += ASSETS)
      await this.#end(gone.slice(from, from + ASSETS), now, changed);
    this.#touches = [];
    return changed;
  }

  /** Assets that changed, or that something new may be about; each kind of them is asked about once. */
  #dueOf(inventory: readonly InventoryAsset[]): InventoryAsset[] {
    const kinds = new Map<string, boolean>();
    return inventory.filter((asset) => {
      if (this.#matched.get(asset.id) !== signatureOf(asset)) return true;
      if (this.#touches.length === 0) return false;
      const kind = JSON.stringify([asset.vendor, asset.product, asset.versions.map(({ part }) => part)]);
      const isDue = kinds.get(kind) ?? this.#touches.some((touches) => touches(asset));
      kinds.set(kind, isDue);
      return isDue;
    });
  }

  /** Takes what was imported since into the index. */
  async #readNew(): Promise<void> {
    for (;;) {
      const rows = await this.o.database.read((tx) => selectContents(tx, this.#readUpTo, ADVISORIES));
      if (rows.length === 0) return;
      const replaced = await this.o.database.read((tx) => selectReplaced(tx, this.#index.numbers()));
      for (const { id, isNewest, content } of rows) {
        if (isNewest) this.#touches.push(this.#index.add(id, content, replaced.splice(0)));
        this.#readUpTo = id;
      }
      await othersFirst();
    }
  }

  /** Assets with matches of an earlier start, so that what has left the inventory since is found. */
  async #knowWhatIsMatched(): Promise<void> {
    if (this.#knowsMatched) return;
    for (const asset of await this.o.database.read(selectMatchedAssets)) this.#matched.set(asset, '');
    this.#knowsMatched = true;
  }

  #goneFrom(inventory: readonly InventoryAsset[]): string[] {
    const here = new Set(inventory.map(({ id }) => id));
    return [...this.#matched.keys()].filter((asset) => !here.has(asset));
  }

  async #match(assets: readonly InventoryAsset[], now: Instant, changed: Set<ZoneId>): Promise<void> {
    const plant = this.o.plant();
    const exposed = exposedZones(plant);
    const targets = new Map(plant.zones.map(({ id, targetLevels }) => [id, Math.max(...targetLevels)]));
    const found: { asset: InventoryAsset; found: AssetFound[] }[] = [];
    for (const asset of assets) {
      found.push({ asset, found: this.#index.of(asset) });
      if (found.length % TURN === 0) await othersFirst();
    }
    await this.#write(
      assets.map(({ id }) => id),
      (before) =>
        found.flatMap((one) => {
          const rest = new Map((before.get(one.asset.id) ?? []).map((row) => [row.vulnerability, row]));
          const changes = one.found.map((each) => {
            const weight = this.#index.weightOf(each.vulnerability);
            const due = dueOf(
              {
                ...weight,
                isExposed: one.asset.zone !== null && exposed.has(one.asset.zone),
                target: one.asset.zone === null ? 0 : (targets.get(one.asset.zone) ?? 0),
              },
              this.o.dueDays ?? DUE_DAYS,
            );
            const row = rest.get(each.vulnerability);
            rest.delete(each.vulnerability);
            return { before: row, change: changeOf(each, one.asset, row, weight, due, now) };
          });
          const ended = [...rest.values()].map((row) => ({
            before: row,
            change: goneOf(row, one.asset, now),
          }));
          return [...changes, ...ended];
        }),
      now,
      changed,
    );
    for (const asset of assets) this.#matched.set(asset.id, signatureOf(asset));
  }

  async #end(assets: readonly string[], now: Instant, changed: Set<ZoneId>): Promise<void> {
    await this.#write(
      assets,
      (before) =>
        [...before.values()].flat().map((row) => ({ before: row, change: goneOf(row, undefined, now) })),
      now,
      changed,
    );
    for (const asset of assets) this.#matched.delete(asset);
  }

  /** Reads what is on record of these assets, and writes what `plan` makes of it, in one transaction. */
  async #write(
    assets: readonly string[],
    plan: (
      before: ReadonlyMap<string, MatchRow[]>,
    ) => { before: MatchRow | undefined; change: Change | undefined }[],
    now: Instant,
    changed: Set<ZoneId>,
  ): Promise<void> {
    const planned = await this.o.database.transaction(async (tx) => {
      const before = new Map<string, MatchRow[]>();
      for (const row of await lockMatchesOf(tx, assets)) {
        const of = before.get(row.asset) ?? [];
        of.push(row);
        before.set(row.asset, of);
      }
      const all = plan(before).flatMap(({ before: row, change }) =>
        change === undefined ? [] : [{ before: row, change }],
      );
      const ids = await saveMatches(
        tx,
        all.map(({ change }) => change.row),
      );
      await insertDecisions(
        tx,
        all.flatMap(({ change: { row, decision } }) => {
          const match = ids.get(`${row.asset} ${row.vulnerability}`);
          return decision === undefined || match === undefined ? [] : [{ ...decision, match }];
        }),
      );
      return all;
    });
    for (const { before, change } of planned) {
      if (!countsFor(before, change, now)) continue;
      for (const zone of [before?.zone, change.row.zone]) if (zone) changed.add(zone);
    }
  }
}

/** All of an asset that matching looks at. */
const signatureOf = ({ vendor, product, versions, zone, name }: InventoryAsset): string =>
  JSON.stringify([vendor, product, versions, zone, name]);
