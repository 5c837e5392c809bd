import { readGatewayCommands } from '$lib/server/http/api/gateway-commands-operation';

export const GET = readGatewayCommands.handle;
