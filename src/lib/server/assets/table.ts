import { firmwareOf } from '../../domain/assets/asset';
import { GIVEN_COLUMNS, softwareText, type GivenColumn } from '../../domain/assets/device-list/columns';
import { MILESTONES, SUPPORT_WORDS } from '../../domain/assets/lifecycle';
import type { AssetRecord } from './asset-record';
import type { OpenVulnerabilities } from './present';

/** Columns of the inventory as a table, in order: what can be given, then what only we can say. */
export const COLUMNS = [
  ...GIVEN_COLUMNS,
  'kind',
  'origin',
  'site',
  'support',
  'because',
  'ends',
  'certificateNotAfter',
  'openVulnerabilities',
  'simulated',
] as const;

/** What of an asset a file may give, as it stands. */
export const givenOf = (asset: AssetRecord): Record<GivenColumn, string> => ({
  id: asset.id,
  name: asset.name,
  zone: asset.zone ?? '',
  vendor: asset.vendor,
  product: asset.product,
  serial: asset.serial ?? '',
  addresses: asset.addresses.join('; '),
  firmware: firmwareOf(asset) ?? '',
  software: softwareText(asset.versions),
  note: asset.note,
});

/** An asset as a row of the table. Dates as text; what is not known is empty. */
export function rowOf(
  asset: AssetRecord,
  open: OpenVulnerabilities,
): Record<(typeof COLUMNS)[number], string> {
  const { decisive } = asset.life;
  return {
    ...givenOf(asset),
    kind: asset.kind,
    origin: asset.origin,
    site: asset.site ?? '',
    support: SUPPORT_WORDS[asset.support],
    because: decisive === undefined ? '' : `${decisive.part}: ${MILESTONES[decisive.milestone.kind]}`,
    ends: decisive?.milestone.at ?? '',
    certificateNotAfter:
      asset.certificateNotAfter === null ? '' : new Date(asset.certificateNotAfter).toISOString(),
    openVulnerabilities: open === undefined ? '' : String(open.get(asset.id) ?? 0),
    simulated: asset.simulated ? 'SIM' : '',
  };
}
