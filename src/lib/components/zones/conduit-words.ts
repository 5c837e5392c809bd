import { conduitLevels, type ConduitEnd, type ConduitLevel } from '$lib/domain/posture/conduit-levels';
import type { ConduitView } from '$lib/protocol/conduits';
import type { ZoneLevels } from '$lib/protocol/posture';

type End = ConduitView['from'];
type Zones = ReadonlyMap<string, Pick<ZoneLevels, 'name' | 'levels'>>;

/** The name of an end, as the viewer may know it. */
export function endName({ zone, hidden }: End, zones: Zones): string {
  if (hidden) return 'a zone that you may not see';
  return zone === null ? 'outside' : (zones.get(zone)?.name ?? zone);
}

const ARROWS = { 'from-to': '→', 'to-from': '←', both: '↔' } as const;
const OPENERS = { 'from-to': 'from opens', 'to-from': 'to opens', both: 'either opens' } as const;

/** `→ mqtt over mutual TLS 8883`: who opens the connection, what it speaks, and to which port. */
export const trafficText = ({ protocol, port, direction }: ConduitView['allowed'][number]): string =>
  `${ARROWS[direction]} ${protocol}${port === null ? '' : ` ${port}`}`;

/** The same without signs, for those who do not see the arrow. */
export const trafficWords = ({ protocol, port, direction }: ConduitView['allowed'][number]): string =>
  `${protocol}${port === null ? '' : ` port ${port}`}, ${OPENERS[direction]}`;

/** Ports only, for the little room on a line of the diagram. */
export const portsText = ({ allowed }: Pick<ConduitView, 'allowed'>): string =>
  allowed.length === 0
    ? 'nothing'
    : allowed.map(({ protocol, port }) => (port === null ? protocol : String(port))).join(', ');

/** Levels of a conduit by its weaker end; undefined while no end was judged. */
export function levelsOfConduit({ from, to }: ConduitView, zones: Zones): ConduitLevel[] | undefined {
  const end = ({ zone, hidden }: End): ConduitEnd => {
    if (zone === null) return hidden ? 'hidden' : 'outside';
    // A zone that was not judged yet is as little known as one that is hidden.
    return zones.get(zone) ?? 'hidden';
  };
  return conduitLevels([end(from), end(to)]);
}
