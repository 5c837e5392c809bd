import { z } from 'zod';
import { INSTALLATION } from '../../lib/domain/access/subject';
import { gatewayId, type GatewayId } from '../../lib/domain/ids';
import type { GatewayOperation } from '../../lib/domain/plant/gateway-operations';
import { defineCommand } from '../../lib/server/access/command';
import { allowOperations, readPermissions } from '../../lib/server/storage/gateway-permission-store';
import type { Installation } from '../installation';

/** What simulated gateways can be asked for in runs and drills. */
const PERMITTED: Readonly<Record<GatewayOperation, string[]>> = {
  firmware_update: [],
  software_update: [],
  restart: [],
  config_update: ['certificate', 'certificate-request', 'collectd.conf', 'tedge.toml'],
  log_upload: ['journal', 'software-management'],
};
const OPERATIONS = Object.entries(PERMITTED) as [GatewayOperation, string[]][];

const permitAll = defineCommand({
  name: 'gateway.permit',
  action: 'gateway.manage',
  schema: z.object({ gateways: z.array(gatewayId).min(1) }),
  subject: () => INSTALLATION,
  async run(tx, { gateways }, { actor, now }) {
    const by = { allowedBy: actor.id, allowedAt: now };
    const rows = gateways.flatMap((gateway) =>
      OPERATIONS.map(([operation, types]) => ({ gateway, operation, types, ...by })),
    );
    await allowOperations(tx, rows);
    const facts = { gateways: gateways.length, operations: Object.keys(PERMITTED).join(' ') };
    const reason = 'simulated gateways, for runs and drills';
    return { result: undefined, audit: [{ object: { type: 'installation', id: 'demo' }, reason, facts }] };
  },
});

/** Lets playbooks ask a demo's gateways for everything they simulate; once, so that what was forbidden stays so. */
export async function permitSimulated(
  { act, host }: Installation,
  gateways: readonly GatewayId[],
): Promise<void> {
  const known = await host.database.read(readPermissions);
  if (known.size === 0 && gateways.length > 0) await act(permitAll, { gateways });
}
