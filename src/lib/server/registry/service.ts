import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors';
import type { DriveId, EntityTopicId, GatewayId, SiteId, ZoneId } from '../../domain/ids';
import { resolvePlant } from '../../domain/plant/file/resolve';
import type { Drive, Gateway, Plant, Site, Zone } from '../../domain/plant/model';
import { parsePlantFile, writePlantFile } from '../../domain/plant/plant-file';
import { SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { readInstallation } from '../storage/installation-store';
import { solePlantChanger } from '../storage/locks';
import {
  insertPlantImport,
  readNewestImport,
  readPlantFingerprint,
  readPlantName,
  readPlantRows,
} from '../storage/plant-store';
import { AnnouncementQueue } from './announcement-queue';
import { discover, tellsMore, type Announcement, type DriveHint } from './discovery';
import { withDiscovered } from './exporter';
import { applyPlant } from './importer';
import type { ImportReport } from './import-report';
import { PlantIndex, plantOf } from './plant-index';

/** How soon a change by another process, such as an import by the cli, is seen. */
const WATCH_MS = SECOND_MS;
const NO_PLANT: Plant = {
  name: 'Plant',
  sites: [],
  zones: [],
  conduits: [],
  positions: [],
  gateways: [],
  drives: [],
};

export interface PlantRegistryOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
}

/**
 * The plant as everybody in the program sees it: held whole in memory, replaced whole when a plant file is
 * imported or a drive announces itself. Each replacement is told on the bus as `plant.changed`.
 */
export class PlantRegistry implements Service {
  readonly name = 'plant registry';
  readonly #options: PlantRegistryOptions;
  readonly #announcements: AnnouncementQueue;
  #index = new PlantIndex(NO_PLANT);
  #fingerprint: string | undefined;
  #loading: Promise<void> = Promise.resolve();

  constructor(options: PlantRegistryOptions) {
    this.#options = options;
    this.#announcements = new AnnouncementQueue((batch) => this.#admit(batch));
  }

  /** Watches for changes made outside this process until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.#options;
    bus.on(this, 'gateway.enrolled', () => void this.#watch());
    bus.on(this, 'gateway.revoked', () => void this.#watch());
    while (!signal.aborted) {
      await this.#watch();
      await clock.sleep(WATCH_MS, signal);
    }
    bus.off(this);
  }

  /** Reads the plant anew. To be called at start, and after the transaction of an import has committed. */
  load(): Promise<void> {
    const next = this.#loading.catch(() => undefined).then(() => this.#read());
    this.#loading = next;
    return next;
  }

  current(): Plant {
    return this.#index.plant;
  }

  site(id: SiteId): Site | undefined {
    return this.#index.sites.get(id);
  }

  zone(id: ZoneId): Zone | undefined {
    return this.#index.zones.get(id);
  }

  gateway(id: GatewayId): Gateway | undefined {
    return this.#index.gateways.get(id);
  }

  drive(id: DriveId): Drive | undefined {
    return this.#index.drives.get(id);
  }

  driveByEntity(gateway: GatewayId, entity: EntityTopicId): Drive | undefined {
    return this.#index.byEntity(gateway, entity);
  }

  /**
   * The drive behind an entity; one that nobody knows yet becomes a discovered drive with a key of its own.
   * Called again with more to tell (its registration may come after its telemetry), it fills in name, model
   * and family of a discovered drive. Rejects with `database.unavailable` while nothing can be written.
   */
  async ensureDrive(gateway: GatewayId, entity: EntityTopicId, hint: DriveHint = {}): Promise<Drive> {
    const known = this.driveByEntity(gateway, entity);
    if (known !== undefined && !tellsMore(known, hint)) return known;
    await this.#announcements.add(gateway, entity, hint);
    const drive = this.driveByEntity(gateway, entity);
    if (drive === undefined)
      throw new DomainError('conflict', `${gateway} lost its place while ${entity} was added.`);
    return drive;
  }

  /**
   * Makes the plant what a plant file says, within the caller's transaction. The caller calls `load` after
   * the commit; other processes see it within a second. Throws `plant-file.invalid` with every issue.
   */
  async importFile(tx: Tx, document: string, actor: string, now: Instant): Promise<ImportReport> {
    const parsed = parsePlantFile(document);
    if (!parsed.ok) throw new DomainError('plant-file.invalid', undefined, { issues: parsed.issues });
    await solePlantChanger(tx);
    const newest = await readNewestImport(tx);
    const sha256 = createHash('sha256').update(document).digest('hex');
    const changes = await applyPlant(tx, resolvePlant(parsed.file), now);
    const isNew = newest?.sha256 !== sha256;
    const version = isNew
      ? await insertPlantImport(tx, {
          plantName: parsed.file.name,
          document,
          sha256,
          importedAt: now,
          importedBy: actor,
        })
      : newest.version;
    return { version, isNew, ...changes, warnings: parsed.warnings };
  }

  /** Whether a plant file was ever taken over. */
  async hasPlantFile(): Promise<boolean> {
    return (await this.#options.database.read(readPlantName)) !== undefined;
  }

  /**
   * The plant file that holds now, exactly as it was imported. With `discovered`, rewritten with every
   * discovered drive added. Throws `not-found` while there is nothing to write down.
   */
  async exportFile(options: { discovered?: boolean } = {}): Promise<string> {
    const newest = await this.#options.database.read(readNewestImport);
    const hasMore = this.current().drives.some((drive) => drive.origin === 'discovered');
    if (newest !== undefined && !(options.discovered && hasMore)) return newest.document;
    if (newest === undefined && !(options.discovered && this.current().gateways.length > 0)) {
      throw new DomainError('not-found', 'No plant file has been imported yet.');
    }
    const parsed = newest && parsePlantFile(newest.document);
    return writePlantFile(withDiscovered(parsed?.ok ? parsed.file : undefined, this.current()));
  }

  async #read(): Promise<void> {
    const { database, bus, clock } = this.#options;
    await database.transaction(async (tx) => {
      // One moment of the database, however many queries it takes.
      await tx.client.query('set transaction isolation level repeatable read, read only');
      const fingerprint = await readPlantFingerprint(tx);
      const name = (await readPlantName(tx)) ?? (await readInstallation(tx))?.plantName ?? NO_PLANT.name;
      this.#index = new PlantIndex(plantOf(name, await readPlantRows(tx, { removed: false })));
      this.#fingerprint = fingerprint;
    });
    bus.emit('plant.changed', { at: clock.now() });
  }

  /** Loads when something changed. Without a database nothing can have changed that could be seen. */
  async #watch(): Promise<void> {
    try {
      const fingerprint = await this.#options.database.read(readPlantFingerprint);
      if (fingerprint !== this.#fingerprint) await this.load();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'the plant could not be compared with the database');
    }
  }

  async #admit(batch: readonly Announcement[]): Promise<void> {
    const { database, bus, clock, log } = this.#options;
    const made = await database.transaction(async (tx) => {
      await solePlantChanger(tx);
      return discover(tx, batch, clock.now());
    });
    await this.load();
    for (const id of made) {
      const drive = this.drive(id);
      if (drive !== undefined)
        bus.emit('drive.discovered', { drive: id, gateway: drive.gateway, at: clock.now() });
    }
    if (made.length > 0) log.info({ drives: made.length }, 'drives discovered');
  }
}
