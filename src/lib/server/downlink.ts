import type { CommandHost } from './access/command';
import type { Broker } from './ingest/brokers/broker';
import type { Authority } from './ingest/identity/authority';
import { Enrolment } from './ingest/identity/enrolment';
import type { GatewayIdentity } from './ingest/identity/gateway-identity';
import type { PermissionBook } from './ingest/identity/permission-book';
import type { GatewayBoard } from './plant/gateway-board';
import type { Executor } from './playbooks/executor';
import { CertificateExecutor } from './playbooks/executors/certificate';
import { GatewayCommandExecutor } from './playbooks/executors/gateway-command';
import { CommandDesk } from './playbooks/gateways/command-desk';
import type { GatewayLine } from './playbooks/gateways/gateway-line';
import type { Service } from './service';

interface DownlinkParts {
  host: CommandHost;
  broker: Pick<Broker, 'publishDown'>;
  board: Pick<GatewayBoard, 'linkOf'>;
  permissions: PermissionBook;
  identity: Pick<GatewayIdentity, 'presentedBy'>;
  authority: Authority;
}

/** The way from steps of playbooks to gateways: what carries commands out, and who follows them. */
export function createDownlink(parts: DownlinkParts): { services: Service[]; executors: Executor[] } {
  const { broker, board, permissions, identity, authority } = parts;
  const { database, bus, clock, log, appendAudit } = parts.host;
  const line: GatewayLine = {
    publishDown: (...message) => broker.publishDown(...message),
    linkOf: (gateway) => board.linkOf(gateway),
    permissionsOf: (gateway) => permissions.of(gateway),
  };
  const desk = new CommandDesk({ database, line, bus, clock, log });
  const enrolment = new Enrolment(authority);
  return {
    services: [permissions, desk],
    executors: [
      new GatewayCommandExecutor({ desk, line, database }),
      new CertificateExecutor({
        database,
        line,
        clock,
        renew: (tx, name, csr, now) => enrolment.enrol(tx, { name, csr, renew: true }, now),
        presentedBy: (gateway) => identity.presentedBy(gateway),
        appendAudit,
      }),
    ],
  };
}
