import type { RunState } from '$lib/domain/plant/drive-state';
import { staleAfterMs } from '$lib/domain/telemetry/quality';
import type { LinkState } from '$lib/live/link-state';
import type { DriveStatus } from '$lib/live/drive-board.svelte';
import type { GatewayHealth, Heartbeat } from '$lib/protocol/down';
import { formatAge } from '$lib/ui/format/age';

type StationState = 'ok' | 'broken' | 'doubtful' | 'unknown';

/** One station of a value's way, nearest to the machine first. */
interface Station {
  name: 'drive' | 'gateway' | 'server' | 'this page';
  state: StationState;
  text: string;
}

export interface PathFacts {
  link: LinkState;
  lastHeardAgeMs: number | undefined;
  heartbeat: Heartbeat | undefined;
  gateway: GatewayHealth | undefined;
  status: DriveStatus | undefined;
  intervalMs: number;
  /** Server time. */
  now: number;
}

export interface DrivePath {
  stations: readonly Station[];
  /** Which hop does not work and what that means, in a sentence; undefined while all do. */
  broken: string | undefined;
}

/**
 * Where a drive's values get stuck. Nothing is said of what lies beyond a broken station: a silent server
 * makes gateway and drive unknown, an offline gateway the drive.
 */
export function drivePath(facts: PathFacts): DrivePath {
  const server = serverStation(facts);
  const here: Station = { name: 'this page', state: 'ok', text: 'here' };
  if (server.state === 'broken' || server.state === 'unknown') {
    const rest = (['drive', 'gateway'] as const).map((name) => unknown(name, 'not known'));
    const broken =
      server.state === 'broken' ? `This page does not hear the server: ${server.text}.` : undefined;
    return { stations: [...rest, server, here], broken };
  }
  const gateway = gatewayStation(facts);
  if (gateway.state !== 'ok' && gateway.state !== 'doubtful') {
    const name = facts.gateway?.name ?? 'its gateway';
    const broken =
      gateway.state === 'broken'
        ? `Gateway ${name}: ${gateway.text}. Whether the drive runs is not known here.`
        : undefined;
    return { stations: [unknown('drive', 'not known behind it'), gateway, server, here], broken };
  }
  const drive = driveStation(facts);
  return {
    stations: [drive, gateway, server, here],
    broken: drive.state === 'broken' ? brokenDrive(facts.status?.run, drive.text) : brokenDatabase(server),
  };
}

const unknown = (name: Station['name'], text: string): Station => ({ name, state: 'unknown', text });

function serverStation({ link, lastHeardAgeMs, heartbeat, now }: PathFacts): Station {
  const name = 'server';
  if (link === 'down' || link === 'ended') {
    const silent =
      lastHeardAgeMs === undefined ? 'never heard' : `nothing heard for ${formatAge(lastHeardAgeMs)}`;
    return { name, state: 'broken', text: link === 'ended' ? 'the link has ended' : silent };
  }
  if (heartbeat === undefined) return unknown(name, 'connecting');
  const { database } = heartbeat;
  if (database.state !== 'ok') {
    return { name, state: 'doubtful', text: `not recording for ${formatAge(now - database.since)}` };
  }
  return { name, state: 'ok', text: `${formatAge(lastHeardAgeMs ?? 0)} ago` };
}

function gatewayStation({ gateway, now }: PathFacts): Station {
  const name = 'gateway';
  if (gateway === undefined) return unknown(name, 'asking');
  const { link, since, lastHeardAt } = gateway;
  const lasts = since === null ? '' : ` for ${formatAge(now - since)}`;
  switch (link) {
    case 'live':
      return {
        name,
        state: 'ok',
        text: lastHeardAt === null ? 'live' : `${formatAge(now - lastHeardAt)} ago`,
      };
    case 'held':
      return { name, state: 'doubtful', text: `held by our database${lasts}` };
    case 'silent':
    case 'offline':
      return { name, state: 'broken', text: `${link}${lasts}` };
    case 'revoked':
      return { name, state: 'broken', text: 'revoked' };
    case 'never':
      return { name, state: 'broken', text: 'never connected' };
  }
}

function driveStation({ status, intervalMs }: PathFacts): Station {
  const name = 'drive';
  if (status === undefined) return unknown(name, 'asking');
  const age = status.ageMs === undefined ? '' : ` ${formatAge(status.ageMs)}`;
  if (status.run === 'link-lost') return { name, state: 'broken', text: 'link to it lost' };
  switch (status.freshness) {
    case 'live':
      return { name, state: 'ok', text: `${formatAge(status.ageMs ?? 0)} ago` };
    case 'stale':
      return { name, state: 'doubtful', text: `stale${age}, limit ${formatAge(staleAfterMs(intervalMs))}` };
    case 'lost':
      return { name, state: 'broken', text: `silent${age}` };
    case 'never':
      return { name, state: 'broken', text: 'never heard' };
  }
}

const brokenDrive = (run: RunState | undefined, text: string): string =>
  run === 'link-lost'
    ? 'The gateway speaks, and has lost its link to the drive: unpowered drive or cable.'
    : `The gateway speaks, the drive does not (${text}): unpowered drive, cable, or not polled.`;

const brokenDatabase = (server: Station): string | undefined =>
  server.state === 'doubtful' ? `The server shows live values and is ${server.text}.` : undefined;
