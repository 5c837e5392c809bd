import type { Heartbeat } from '$lib/protocol/down';
import type { LinkState } from '$lib/live/link-state';
import { HOPS, type Hop } from '$lib/live/hops';
import { formatAge } from '$lib/ui/format/age';

export type HopState = 'ok' | 'down' | 'partly' | 'unknown';

export interface HopView {
  hop: Hop;
  state: HopState;
  text: string;
}

/** Each hop from the person to the drive; beyond a silent one nothing is known, and that is what is said. */
export function hopViews(
  link: LinkState,
  lastHeardAgeMs: number | undefined,
  heartbeat: Heartbeat | undefined,
): HopView[] {
  const reached = link === 'live' || link === 'late';
  if (!reached || !heartbeat) {
    const silent = link === 'down' || link === 'ended';
    return HOPS.map((hop) => {
      if (hop === 'browser') return { hop, state: 'ok', text: 'this page' };
      if (hop === 'server' && silent) {
        const since = lastHeardAgeMs === undefined ? 'never heard' : `silent ${formatAge(lastHeardAgeMs)}`;
        return { hop, state: 'down', text: link === 'ended' ? 'link ended' : since };
      }
      return { hop, state: 'unknown', text: 'not known' };
    });
  }
  const { database, broker, gateways, drives, now } = heartbeat;
  const part = (hop: Hop, live: number, total: number): HopView => ({
    hop,
    state: live === total ? 'ok' : live === 0 ? 'down' : 'partly',
    text: `${live} / ${total} live`,
  });
  const whole = (hop: Hop, { state, since, reason }: Heartbeat['database'], good: string): HopView => {
    if (state === 'ok') return { hop, state, text: good };
    const age = formatAge(now - since);
    if (state === 'starting') return { hop, state: 'unknown', text: `starting ${age}` };
    return { hop, state, text: reason === undefined ? `down ${age}` : `${reason}, ${age}` };
  };
  return [
    { hop: 'browser', state: 'ok', text: 'this page' },
    { hop: 'server', state: 'ok', text: `${formatAge(lastHeardAgeMs ?? 0)} ago` },
    whole('database', database, 'recording'),
    whole('broker', broker, 'accepting'),
    part('gateway', gateways.live, gateways.total),
    part('drive', drives.live, drives.live + drives.stale + drives.lost + drives.never),
  ];
}
