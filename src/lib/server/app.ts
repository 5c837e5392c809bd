import type { DriveId, EntityTopicId, GatewayId, ZoneId } from '../domain/ids';
import type { Actor } from '../domain/access/roles';
import type { Plant } from '../domain/plant/model';
import type { CommunicationLoss } from '../domain/playbooks/communication-loss';
import type { HistorySeries } from '../domain/telemetry/history';
import type { Freshness } from '../domain/telemetry/quality';
import type { Instant } from '../domain/time';
import type { GatewayHealth } from '../protocol/down';
import type { TrendReport } from '../protocol/trends';
import type { CommandHost } from './access/command';
import type { Advisories } from './advisories/service';
import type { AuditLog } from './audit/log';
import type { TokenDesk } from './access/ingest-tokens';
import type { Sessions } from './access/sessions';
import type { PostedRecord } from './ingest/log-records';
import type { LinkedViews } from './incidents/read';
import type { Metrics } from './metrics';
import type { LiveDrive } from './plant/live-drive';
import type { Posture } from './posture/service';
import type { PlaybookLibrary } from './playbooks/library/library';
import type { Runs } from './playbooks/service';
import type { PlantRegistry } from './registry/service';
import type { Settings } from './settings';
import type { Inventory } from './assets/inventory';
import type { OpenVulnerabilities } from './assets/present';
import type { SignedRow } from './storage/attestation-store';
import type { EvidenceRow } from './storage/evidence-store';
import type { GatewayFacts, SaidByGateway } from './storage/gateway-facts';
import type { HistoryRequest } from './storage/history-store';
import type { PosturePointRow } from './storage/posture-point-store';
import type { TrendAsk } from './trends/report';
import type { QuarantinePage, QuarantineRow } from './storage/quarantine-store';
import type { RefusalRow } from './storage/refusal-store';

export type { PostedRecord } from './ingest/log-records';

/** A hop of the way from gateway to screen, as readiness tells it. */
export interface PartHealth {
  name: 'database' | 'broker' | 'pipeline' | 'alarms';
  ok: boolean;
  /** What is the matter, in words for a person; empty when nothing is. */
  detail: string;
  since: Instant;
}

/** The plant's live values, as pages and API read them. */
export interface LiveReader {
  get(id: DriveId): LiveDrive | undefined;
  drives(): Iterable<LiveDrive>;
  signalFreshness(live: LiveDrive, index: number, now: Instant): Freshness;
  extraFreshness(live: LiveDrive, extra: { receivedAt: Instant }, now: Instant): Freshness;
}

/**
 * Everything that pages and API get, in `event.locals.app`. Built once by the runtime; whatever a page
 * needs of the server is a field here, never an import of the part itself.
 */
export interface App extends CommandHost {
  readonly settings: Settings;
  /** Demonstrations carry SIM everywhere (D17). */
  readonly kind: 'production' | 'demo';
  /** Version of the running build. */
  readonly build: string;
  readonly sessions: Sessions;
  plant(): Plant;
  readonly registry: Pick<
    PlantRegistry,
    'current' | 'site' | 'zone' | 'gateway' | 'drive' | 'load' | 'importFile' | 'exportFile'
  >;
  readonly live: LiveReader;
  gatewayHealth(id: GatewayId): GatewayHealth;
  /** What the database knows of a gateway: states, events, entities, certificates. */
  gatewayFacts(id: GatewayId): Promise<GatewayFacts>;
  /** What one device behind a gateway reports of itself. */
  saidOf(id: GatewayId, entity: EntityTopicId): Promise<SaidByGateway>;
  /** What cutting the path to a gateway is predicted to do to the drives behind it. */
  communicationLoss(id: GatewayId): Promise<CommunicationLoss>;
  /** Posture of zones as it was judged last. */
  readonly posture: Pick<Posture, 'zones' | 'zone' | 'changesSince'>;
  posturePoints(
    zone: ZoneId,
    page: { from: Instant; to: Instant; limit: number },
  ): Promise<PosturePointRow[]>;
  /** Everything that runs software here. */
  readonly assets: Inventory;
  /** The newest answers of one asset to the questions of posture. */
  assetEvidence(asset: string): Promise<EvidenceRow[]>;
  openVulnerabilities(): Promise<OpenVulnerabilities>;
  attestations(zones: readonly ZoneId[], limit: number): Promise<SignedRow[]>;
  /** Posture over time, of what the actor may see. */
  trends(actor: Actor, ask: TrendAsk): Promise<TrendReport>;
  /** Connections that were refused, the most recent first. */
  refusedConnections(limit: number): Promise<RefusalRow[]>;
  history(request: HistoryRequest): Promise<HistorySeries[]>;
  quarantine(page: QuarantinePage): Promise<QuarantineRow[]>;
  readonly tokens: TokenDesk;
  /** Takes log records of a gateway in; resolves when they are committed. */
  postRecords(gateway: GatewayId, records: readonly PostedRecord[]): Promise<void>;
  /** Alarms and events that an incident links, as they are shown. */
  readonly linkedViews: LinkedViews;
  /** The library of playbooks. */
  readonly playbooks: PlaybookLibrary;
  /** Checks advisories before they are taken in. */
  readonly advisories: Pick<Advisories, 'checker'>;
  /** Runs of playbooks. */
  readonly runs: Runs;
  /** The parts without which nothing is recorded; asked at every call. */
  readiness(): readonly PartHealth[];
  readonly metrics: Metrics;
  /** What is signed and verified of the audit log, and proofs of it. */
  readonly audit: AuditLog;
}
