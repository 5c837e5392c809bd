import { FIRMWARE } from '../domain/assets/asset';
import type { CommandHost } from './access/command';
import { Advisories } from './advisories/service';
import type { App } from './app';
import { Inventory } from './assets/inventory';
import { countAdvisories } from './storage/advisory-store';
import type { Tx } from './storage/database';
import type { Settings } from './settings';
import { readEvidenceOf } from './storage/inventory-store';
import { openMatches } from './storage/match-store';
import type { OpenVulnerabilities } from './assets/present';
import type { Instant } from '../domain/time';

type AssetParts = Pick<App, 'assets' | 'assetEvidence' | 'openVulnerabilities'> & { advisories: Advisories };

/** The inventory, advisories that are held against it, and what pages and API read of assets beside the two. */
export function createAssets(
  host: Pick<CommandHost, 'database' | 'bus' | 'clock' | 'log' | 'plant'> & {
    build: string;
    settings: Pick<Settings, 'advisoryDueDays'>;
  },
): AssetParts {
  const { database, bus, clock, log, plant, build, settings } = host;
  const own = [
    { part: FIRMWARE, version: build },
    { part: 'Node.js', version: process.versions.node },
  ];
  const assets = new Inventory({ database, bus, clock, plant, own });
  return {
    assets,
    assetEvidence: (asset) => database.read((tx) => readEvidenceOf(tx, asset)),
    openVulnerabilities: () => database.read((tx) => countOpen(tx, clock.now())),
    advisories: new Advisories({
      ...{ database, bus, clock, log, plant },
      inventory: () => assets.all(),
      dueDays: settings.advisoryDueDays,
    }),
  };
}

/** Open vulnerabilities by asset; without any advisory nothing is known of them, which is not that there is none. */
async function countOpen(tx: Tx, now: Instant): Promise<OpenVulnerabilities> {
  if ((await countAdvisories(tx)) === 0) return undefined;
  return new Map((await openMatches(tx, now)).map(({ asset, open }) => [asset, open]));
}
