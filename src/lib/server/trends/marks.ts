import { ATTESTATIONS } from '../../domain/posture/attestation/kinds';
import { requirementById } from '../../domain/posture/requirements';
import type { TrendWindow } from '../../domain/posture/trends/period';
import type { TrendMarkView } from '../../protocol/trends';
import type { Tx } from '../storage/database';
import { readIncidentMarks, type TrendPlaces } from '../storage/incident-trend-store';
import { readAttestationMarks, readImportMarks, type AttestationMarkRow } from '../storage/trend-mark-store';

/** More lines than these through a chart say nothing. */
const MOST = 60;

/** What became of a record; where its last day only reminds of the next, it does not expire. */
const WHAT = {
  signed: 'signed',
  countersigned: 'countersigned',
  withdrawn: 'withdrawn',
  expired: 'over',
} as const;

/** What happened in the window and may explain a change, in order of time: the worst incidents, then the newest. */
export async function readMarks(
  tx: Tx,
  places: TrendPlaces,
  { from, to }: TrendWindow,
): Promise<{ marks: TrendMarkView[]; moreMarks: number }> {
  const span = { from, to, limit: 10 * MOST };
  const found: TrendMarkView[] = [
    ...(await readImportMarks(tx, span)).map(({ version, at }): TrendMarkView => ({
      ...{ at, kind: 'plant', incident: null, zone: null },
      text: `Plant file, version ${version}`,
    })),
    ...(await readIncidentMarks(tx, places, span)).map(({ id, at, title, severity }): TrendMarkView => ({
      ...{ at, kind: 'incident', incident: id, zone: null },
      text: `Incident ${id}, severity ${severity}: ${title}`,
    })),
    ...(await readAttestationMarks(tx, places.zones, span)).map((row): TrendMarkView => ({
      ...{ at: row.at, kind: 'attestation', incident: null, zone: row.zone },
      text: attestationText(row),
    })),
  ];
  const marks = found.slice(0, MOST).sort((a, b) => a.at - b.at);
  return { marks, moreMarks: found.length - marks.length };
}

function attestationText({ id, kind, requirement, what }: AttestationMarkRow): string {
  const title = requirement === null ? '' : ` on ${requirement} ${requirementById(requirement)?.title ?? ''}`;
  return `${ATTESTATIONS[kind].name} ${id}${title.trimEnd()} ${WHAT[what]}`;
}
