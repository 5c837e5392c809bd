import { formatAge } from '$lib/ui/format/age';
import { formatMoment } from '$lib/ui/format/time';
import type { Heartbeat } from '$lib/protocol/down';
import type { LinkState } from '$lib/live/link-state';
import { GATEWAYS } from '../links';
import { alarmLines, calmText, type AlarmFacts } from './alarm-remarks';

/** A standing remark of the system about itself. */
export interface NoticeFacts {
  severity: 'info' | 'warning' | 'problem';
  text: string;
  since: number;
}

/** Everything the banner may know. */
export interface BannerFacts {
  link: LinkState;
  /** ms since anything came from the server; undefined before the first time. */
  lastHeardAgeMs: number | undefined;
  heartbeat: Heartbeat | undefined;
  notices: readonly NoticeFacts[];
  /** This machine's clock minus the server's. */
  skewMs: number | undefined;
  /** Server time at which the session ends. */
  sessionEndsAt: number | undefined;
  now: number;
  timeZone: string;
  alarms?: AlarmFacts | undefined;
}

/** Heaviest first. `unknown` is for what cannot be told at present, which is not the same as nothing. */
export const WEIGHTS = ['broken', 'problem', 'unknown', 'warning', 'note', 'quiet'] as const;
export type Weight = (typeof WEIGHTS)[number];

export interface BannerLine {
  weight: Weight;
  /** What is broken or where it stands: "server", "database". */
  where: string;
  text: string;
  since?: number | undefined;
  href?: string | undefined;
}

/** Data of the banner itself that is older than this is not shown as if it were news. */
export const BANNER_FRESH_MS = 3_000;
/** Clocks further apart than this are said to be (reference: ux, section 7). */
export const SKEW_MS = 2_000;
const SESSION_WARN_MS = 30 * 60_000;
const SESSION_URGENT_MS = 5 * 60_000;

function linkLines({ link, lastHeardAgeMs }: Pick<BannerFacts, 'link' | 'lastHeardAgeMs'>): BannerLine[] {
  if (link === 'ended') {
    return [
      {
        weight: 'broken',
        where: 'browser',
        text: 'This page is no longer connected: sign in again or reload it.',
      },
    ];
  }
  if (link === 'down' || (lastHeardAgeMs !== undefined && lastHeardAgeMs > BANNER_FRESH_MS)) {
    const silent = lastHeardAgeMs === undefined ? '' : ` for ${formatAge(lastHeardAgeMs)}`;
    return [
      {
        weight: 'broken',
        where: 'server',
        text: `No word from the server${silent}: nothing here is live, and nothing can be done from here.`,
      },
    ];
  }
  if (link === 'connecting') {
    return [{ weight: 'unknown', where: 'server', text: 'Connecting to the server; nothing is known yet.' }];
  }
  return [];
}

function hopLines({ heartbeat }: BannerFacts): BannerLine[] {
  if (!heartbeat) return [];
  const lines: BannerLine[] = [];
  const { database, broker, gateways, drives } = heartbeat;
  if (database.state === 'down') {
    lines.push({
      weight: 'broken',
      where: 'database',
      text: `Not recording: ${database.reason ?? 'the database is down'}. Live values go on.`,
      since: database.since,
    });
  }
  if (broker.state === 'down') {
    lines.push({
      weight: 'broken',
      where: 'broker',
      text: 'Gateways cannot reach us: the MQTT endpoint is down.',
      since: broker.since,
    });
  }
  for (const [where, hop] of [
    ['database', database],
    ['broker', broker],
  ] as const) {
    if (hop.state === 'starting') {
      lines.push({ weight: 'unknown', where, text: `The ${where} is starting.`, since: hop.since });
    }
  }
  const silent = gateways.total - gateways.live;
  if (silent > 0) {
    lines.push({
      weight: 'problem',
      where: 'gateway',
      text: `${silent} of ${gateways.total} gateways ${silent === 1 ? 'is' : 'are'} not live.`,
      href: GATEWAYS,
    });
  }
  if (gateways.held > 0) {
    lines.push({
      weight: 'warning',
      where: 'database',
      text: `${gateways.held} of ${gateways.total} gateways ${gateways.held === 1 ? 'is' : 'are'} held by our database; they keep their data.`,
      href: GATEWAYS,
    });
  }
  const silentDrives = [
    drives.lost > 0 ? `${drives.lost} lost` : '',
    drives.stale > 0 ? `${drives.stale} stale` : '',
  ].filter(Boolean);
  if (silentDrives.length > 0) {
    const total = drives.live + drives.stale + drives.lost + drives.never;
    lines.push({ weight: 'warning', where: 'drive', text: `Drives ${silentDrives.join(', ')} of ${total}.` });
  }
  return lines;
}

function ownLines({ skewMs, sessionEndsAt, now, timeZone }: BannerFacts): BannerLine[] {
  const lines: BannerLine[] = [];
  if (skewMs !== undefined && Math.abs(skewMs) > SKEW_MS) {
    lines.push({
      weight: 'note',
      where: 'browser',
      text: `This machine’s clock is ${formatAge(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} the server’s; times here are the server’s.`,
    });
  }
  if (sessionEndsAt !== undefined && sessionEndsAt - now < SESSION_WARN_MS) {
    const left = sessionEndsAt - now;
    lines.push({
      weight: left < SESSION_URGENT_MS ? 'problem' : 'warning',
      where: 'browser',
      text:
        left > 0
          ? `Your session ends in ${formatAge(left)}, at ${formatMoment(sessionEndsAt, now, timeZone)}.`
          : 'Your session has ended; the screen stays live and read-only.',
      href: '/account',
    });
  }
  return lines;
}

const NOTICE_WEIGHT = { problem: 'problem', warning: 'warning', info: 'note' } as const;

/** Whether the server itself is not heard: then nothing on the page is news, alarms least of all. */
export const isLinkBroken = (facts: Pick<BannerFacts, 'link' | 'lastHeardAgeMs'>): boolean =>
  linkLines(facts).length > 0;

/**
 * Everything that is wrong, worst first; one quiet line when nothing is known to be. While the server is
 * silent, what it said before is history and is not repeated as if it held.
 */
export function bannerLines(facts: BannerFacts): BannerLine[] {
  const link = linkLines(facts);
  if (link.length > 0) return link;
  const lines = [
    ...hopLines(facts),
    ...facts.notices.map((notice): BannerLine => ({
      weight: NOTICE_WEIGHT[notice.severity],
      where: 'system',
      text: notice.text,
      since: notice.since,
    })),
    ...ownLines(facts),
    ...(facts.alarms && facts.heartbeat ? alarmLines(facts.alarms) : []),
  ].sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
  if (lines.length > 0) return lines;
  const calm = facts.alarms && calmText(facts.alarms);
  const text = 'Server, database, broker and every gateway answer.';
  return facts.heartbeat
    ? [{ weight: 'quiet', where: '', text: calm === undefined ? text : `${calm} ${text}` }]
    : [{ weight: 'unknown', where: 'server', text: 'Waiting for the server’s first report.' }];
}
