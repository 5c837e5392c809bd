import type { AssetVersion } from '../../domain/assets/asset';
import { lifeBook, withOwn, type OwnMilestone } from '../../domain/assets/life-book';
import type { ProductLife } from '../../domain/assets/lifecycle';
import { VENDOR_LIFECYCLE } from '../../domain/assets/vendor-lifecycle';
import type { Plant } from '../../domain/plant/model';
import { DAY_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Database, Tx } from '../storage/database';
import { readDevices, readStatedVersions } from '../storage/device-store';
import {
  readAnnouncedDevices,
  readCertificateEnds,
  readIdentityPrint,
  readIdentityTwins,
  readServerVersion,
  readSimulatedGateways,
  readStrangers,
} from '../storage/inventory-store';
import { readMilestones, type MilestoneRow } from '../storage/milestone-store';
import type { AssetRecord } from './asset-record';
import { buildInventory } from './build-inventory';

/** What gateways say of themselves changes without any news to us; for so long the list may lag behind it. */
const READ_AGAIN_AFTER_MS = 15 * SECOND_MS;

interface InventoryOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  plant(): Plant;
  /** Versions of this program and of what it runs in. */
  own: readonly AssetVersion[];
}

/** Every gateway, drive and other device of the plant, and this program: what runs software here. */
export class Inventory {
  #reading: { at: Instant; assets: Promise<readonly AssetRecord[]> } | undefined;
  /** The inventory as it was made last, with what it was made of. */
  #made: { print: string; plant: Plant; assets: readonly AssetRecord[] } | undefined;
  #byId: { of: readonly AssetRecord[]; map: ReadonlyMap<string, AssetRecord> } | undefined;

  constructor(private readonly o: InventoryOptions) {
    const forget = () => void (this.#reading = undefined);
    for (const event of ['plant.changed', 'drive.discovered', 'assets.changed'] as const)
      o.bus.on(this, event, forget);
  }

  /** All assets by name, read lately. Throws `database.unavailable`. */
  all(): Promise<readonly AssetRecord[]> {
    const now = this.o.clock.now();
    if (this.#reading === undefined || now - this.#reading.at >= READ_AGAIN_AFTER_MS) {
      const reading = { at: now, assets: this.o.database.read((tx) => this.read(tx)) };
      this.#reading = reading;
      reading.assets.catch(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    }
    return this.#reading.assets;
  }

  async get(id: string): Promise<AssetRecord | undefined> {
    const assets = await this.all();
    if (this.#byId?.of !== assets)
      this.#byId = { of: assets, map: new Map(assets.map((asset) => [asset.id, asset])) };
    return this.#byId.map.get(id);
  }

  /** What is known of products: what vendors published, and what the plant entered. */
  lives(): Promise<readonly ProductLife[]> {
    return this.o.database.read(async (tx) =>
      withOwn(VENDOR_LIFECYCLE, (await readMilestones(tx)).map(asOwn)),
    );
  }

  /**
   * All assets as they are in this transaction. Thousands of name plates say the same for months: while nothing that
   * the inventory is made of has changed, it is not made again.
   */
  async read(tx: Tx): Promise<readonly AssetRecord[]> {
    const { clock, own, plant: plantNow } = this.o;
    const [now, plant] = [clock.now(), plantNow()];
    const facts = {
      devices: await readDevices(tx),
      stated: await readStatedVersions(tx),
      announced: await readAnnouncedDevices(tx),
      strangers: await readStrangers(tx),
      certificateEnds: await readCertificateEnds(tx),
      simulated: await readSimulatedGateways(tx),
      own: [...own, { part: 'PostgreSQL', version: await readServerVersion(tx) }],
    };
    const milestones = (await readMilestones(tx)).map(asOwn);
    const print = JSON.stringify([
      ...Object.values(facts).map((fact) => (fact instanceof Map || fact instanceof Set ? [...fact] : fact)),
      milestones,
      await readIdentityPrint(tx),
      // What has ended is told by the day.
      Math.floor(now / DAY_MS),
    ]);
    if (this.#made?.print === print && this.#made.plant === plant) return this.#made.assets;
    const assets = buildInventory({
      ...facts,
      plant,
      twins: await readIdentityTwins(tx),
      lifeOf: lifeBook(VENDOR_LIFECYCLE, milestones, now),
    });
    this.#made = { print, plant, assets };
    return assets;
  }
}

/** A milestone of the plant's own, as rules read it. */
const asOwn = (row: MilestoneRow): OwnMilestone => ({
  vendor: row.vendor,
  product: row.product,
  replacement: row.replacement ?? undefined,
  milestone: {
    kind: row.kind,
    at: row.at,
    source: row.source,
    remark: row.reason,
    entered: { id: row.id, by: row.enteredBy, at: row.enteredAt },
  },
});
