import { z } from 'zod';
import { gatewayId } from '../../../domain/ids';
import { gatewayOperation } from '../../../domain/plant/gateway-operations';
import { gatewayPermissionView } from '../../../protocol/gateway-commands';
import { forbidGatewayOperation, permitOperation } from '../../access/gateway-permissions';
import { defineMutation } from './mutation';

const params = z.object({ id: gatewayId });
const reason = z.string().min(1).max(500);
const response = z.object({ permissions: z.array(gatewayPermissionView) });

export const permitOnGateway = defineMutation({
  path: '/gateways/{id}/permit',
  summary:
    'Let approved steps of playbooks ask a gateway for an operation, with these types where it has such',
  command: permitOperation,
  params,
  body: z.object({ operation: gatewayOperation, types: z.array(z.string()).optional(), reason }),
  response,
  answer: (permissions) => ({ permissions }),
});

export const forbidOnGateway = defineMutation({
  path: '/gateways/{id}/forbid',
  summary: 'Take the permission of an operation back; what was asked already is not stopped by it',
  command: forbidGatewayOperation,
  params,
  body: z.object({ operation: gatewayOperation, reason }),
  response,
  answer: (permissions) => ({ permissions }),
});

export const GATEWAY_MUTATIONS = [permitOnGateway, forbidOnGateway] as const;
