import { z } from 'zod';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { gatewayId, type GatewayId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { gatewayOperation, isTyped, type GatewayOperation } from '../../domain/plant/gateway-operations';
import type { Tx } from '../storage/database';
import {
  allowOperations,
  forbidOperation,
  listPermissions,
  type GatewayPermissionRow,
} from '../storage/gateway-permission-store';
import { isGatewayKnown } from '../storage/gateway-store';
import { defineCommand } from './command';

const type = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/, 'letters, digits, and . _ : -');
const which = z.object({
  id: gatewayId,
  operation: gatewayOperation,
  reason: z.string().trim().min(1).max(500),
});

/** Permits that playbooks ask a gateway for an operation; off until somebody does (D6). */
export const permitOperation = defineCommand({
  name: 'gateway.permit',
  action: 'gateway.manage',
  schema: which.extend({ types: z.array(type).max(50).default([]) }),
  subject: () => INSTALLATION,
  async run(tx, { id: gateway, operation, types, reason }, { actor, now, plant }) {
    const wanted = [...new Set(types)].sort();
    if (isTyped(operation) !== wanted.length > 0) {
      const message = isTyped(operation) ? 'names the types that are permitted' : 'has no types';
      throw new DomainError('input.invalid', undefined, { issues: [{ path: 'types', message }] });
    }
    const before = await permitted(tx, plant, gateway, operation);
    await allowOperations(tx, [{ gateway, operation, types: wanted, allowedBy: actor.id, allowedAt: now }]);
    const rows = await listPermissions(tx, gateway);
    const facts = { operation, types: wanted.join(' ') };
    const change = { before: before && shape(before), after: { operation, types: wanted } };
    return { result: rows, audit: [{ object: { type: 'gateway', id: gateway }, reason, facts, ...change }] };
  },
});

/** Takes a permission back; what was sent already is not stopped by it. */
export const forbidGatewayOperation = defineCommand({
  name: 'gateway.forbid',
  action: 'gateway.manage',
  schema: which,
  subject: () => INSTALLATION,
  async run(tx, { id: gateway, operation, reason }, { plant }) {
    const before = await permitted(tx, plant, gateway, operation);
    if (before === undefined) return { result: await listPermissions(tx, gateway), audit: [] };
    await forbidOperation(tx, gateway, operation);
    const audit = [
      { object: { type: 'gateway', id: gateway }, reason, facts: { operation }, before: shape(before) },
    ];
    return { result: await listPermissions(tx, gateway), audit };
  },
});

const shape = ({ operation, types }: GatewayPermissionRow) => ({ operation, types });

async function permitted(
  tx: Tx,
  plant: Plant,
  gateway: GatewayId,
  operation: GatewayOperation,
): Promise<GatewayPermissionRow | undefined> {
  const isPlaced = plant.gateways.some(({ id }) => id === gateway);
  // Enrolled, and not in the plant file yet.
  if (!isPlaced && !(await isGatewayKnown(tx, gateway)))
    throw new DomainError('not-found', `There is no gateway ${gateway}.`);
  return (await listPermissions(tx, gateway)).find((row) => row.operation === operation);
}
