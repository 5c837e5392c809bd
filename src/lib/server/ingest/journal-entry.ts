import type { Instant } from '../../domain/time';
import type { OwnReport } from '../storage/detection-inbox-store';
import type { EntityFacts } from '../storage/entity-store';
import type { StateName, StateReport } from '../storage/entity-state-store';
import type { EventReport, StormReport } from '../storage/gateway-event-store';
import type { QuarantinedMessage } from '../storage/quarantine-store';
import type { SampleRow } from '../storage/sample-store';

/** One thing that the journal writes. The outcome of writing any of them twice is that of writing it once. */
export type JournalEntry =
  | ({ kind: 'sample' } & SampleRow)
  | { kind: 'event'; event: EventReport }
  | { kind: 'storm'; storm: StormReport }
  /** For detection alone: it is kept nowhere else. */
  | { kind: 'own'; report: OwnReport }
  | { kind: 'entity'; entity: EntityFacts }
  | { kind: 'entity-removed'; gone: Pick<StateName, 'gateway' | 'topicId'> & { at: Instant } }
  | { kind: 'state'; state: StateReport }
  | { kind: 'state-cleared'; state: StateName & { at: Instant } }
  | { kind: 'quarantined'; message: QuarantinedMessage };
