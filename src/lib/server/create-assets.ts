import { FIRMWARE } from '../domain/assets/asset';
import type { CommandHost } from './access/command';
import type { App } from './app';
import { Inventory } from './assets/inventory';
import { countAdvisories } from './storage/advisory-store';
import type { Tx } from './storage/database';
import { readEvidenceOf } from './storage/inventory-store';
import { openMatches } from './storage/match-store';
import type { OpenVulnerabilities } from './assets/present';
import type { Instant } from '../domain/time';

/** The inventory, and what pages and API read of assets beside it. */
export function createAssets({
  database,
  bus,
  clock,
  plant,
  build,
}: Pick<CommandHost, 'database' | 'bus' | 'clock' | 'plant'> & { build: string }): Pick<
  App,
  'assets' | 'assetEvidence' | 'openVulnerabilities'
> {
  const own = [
    { part: FIRMWARE, version: build },
    { part: 'Node.js', version: process.versions.node },
  ];
  return {
    assets: new Inventory({ database, bus, clock, plant, own }),
    assetEvidence: (asset) => database.read((tx) => readEvidenceOf(tx, asset)),
    openVulnerabilities: () => database.read((tx) => countOpen(tx, clock.now())),
  };
}

/** Open vulnerabilities by asset; without any advisory nothing is known of them, which is not that there is none. */
async function countOpen(tx: Tx, now: Instant): Promise<OpenVulnerabilities> {
  if ((await countAdvisories(tx)) === 0) return undefined;
  return new Map((await openMatches(tx, now)).map(({ asset, open }) => [asset, open]));
}
