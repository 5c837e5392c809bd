import type {
  ConduitId,
  DriveId,
  DriveKey,
  EntityTopicId,
  GatewayId,
  PersonId,
  PositionId,
  SiteId,
  ZoneId,
} from '../ids';
import type { Family } from './families';

/** Four steps of loss, in the words of the plant's own risk assessment. */
export const IMPACTS = ['none', 'minor', 'major', 'severe'] as const;
export type Impact = (typeof IMPACTS)[number];

/** Target levels 0..4 for the seven foundational requirements FR 1..FR 7 (IEC 62443-3-3). */
export type TargetLevels = readonly [number, number, number, number, number, number, number];

export interface Site {
  id: SiteId;
  name: string;
  /** IANA name, such as `Europe/Copenhagen`; plant-local times are shown in it. */
  timeZone: string;
}

export interface Zone {
  id: ZoneId;
  site: SiteId;
  name: string;
  targetLevels: TargetLevels;
  /** Whether the zone makes the plant's product; decides what a stop costs. */
  production: boolean;
  processOwners: readonly PersonId[];
  safetyImpact: Impact;
  missionImpact: Impact;
}

/** Who opens the connection and to which port; what is not listed is not allowed. */
export interface AllowedTraffic {
  protocol: string;
  port: number | undefined;
  direction: 'from-to' | 'to-from' | 'both';
}

/** `null` stands for outside: the platform, an office network, the internet. */
export interface Conduit {
  id: ConduitId;
  name: string;
  from: ZoneId | null;
  to: ZoneId | null;
  allowed: readonly AllowedTraffic[];
}

/** A console that an operator takes for a shift, and the zones it spans. */
export interface Position {
  id: PositionId;
  name: string;
  zones: readonly ZoneId[];
}

export interface Gateway {
  id: GatewayId;
  site: SiteId;
  zone: ZoneId;
  name: string;
  model: string | undefined;
}

/** Name-plate data; what is not known is left out, never guessed. */
export interface RatedData {
  powerKw?: number | undefined;
  currentA?: number | undefined;
  voltageV?: number | undefined;
  frequencyHz?: number | undefined;
  speedRpm?: number | undefined;
  mainsV?: number | undefined;
}

/** What a drive does when its control word stops (VLT 8-03 / 8-04, or the family's equivalent). */
export interface ControlTimeout {
  seconds: number;
  action: 'off' | 'freeze' | 'stop' | 'jog' | 'max-speed' | 'stop-and-trip' | 'other';
}

export interface Drive {
  id: DriveId;
  key: DriveKey;
  zone: ZoneId;
  gateway: GatewayId;
  entity: EntityTopicId;
  name: string;
  /** Row of drives it stands in, for the site screen; empty when the plant file names none. */
  line: string;
  family: Family;
  model: string | undefined;
  firmware: string | undefined;
  serial: string | undefined;
  rated: RatedData;
  expectedIntervalMs: number;
  /** Signals the gateway is expected to send; empty means "whatever arrives". */
  signals: readonly string[];
  controlTimeout: ControlTimeout | undefined;
  /** Day (`YYYY-MM-DD`) from which the maker gives no service any more, as the plant file states it. */
  endOfService: string | undefined;
  /** `discovered` drives announced themselves and wait for their place in the plant file. */
  origin: 'plant-file' | 'discovered';
  /** Limits for display bands, by signal; engineering units. */
  limits: Readonly<Record<string, SignalLimits>>;
  /** True when the drive is simulated: every value of it carries SIM (D17). */
  simulated: boolean;
}

/** Display bands of one signal; each may be absent. HH and LL are trip-near, H and L warn. */
export interface SignalLimits {
  ll?: number | undefined;
  l?: number | undefined;
  h?: number | undefined;
  hh?: number | undefined;
  /** Normal band and instrument range for the indicator. */
  normal?: readonly [number, number] | undefined;
  range?: readonly [number, number] | undefined;
}

/** Everything that does not change while the plant runs; replaced as a whole by an import. */
export interface Plant {
  name: string;
  sites: readonly Site[];
  zones: readonly Zone[];
  conduits: readonly Conduit[];
  positions: readonly Position[];
  gateways: readonly Gateway[];
  drives: readonly Drive[];
}
