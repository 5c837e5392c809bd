import { FIRMWARE } from '../domain/assets/asset';
import type { CommandHost } from './access/command';
import type { App } from './app';
import { Inventory } from './assets/inventory';
import { readEvidenceOf } from './storage/inventory-store';

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
    // No advisory can be imported yet, so nothing is known of vulnerabilities.
    openVulnerabilities: async () => undefined,
  };
}
