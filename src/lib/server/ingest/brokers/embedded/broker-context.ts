import type { Clock } from '../../../clock';
import type { Logger } from '../../../log';
import type { BrokerIdentity } from '../../identity/credentials';
import type { InboundSink } from '../../inbound-message';
import type { LinkObserver } from '../../link-observer';
import type { BrokerLimits } from './limits';

/** What all parts of the endpoint share. */
export interface BrokerContext {
  readonly identity: BrokerIdentity;
  readonly sink: InboundSink;
  readonly links: LinkObserver;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: BrokerLimits;
}
