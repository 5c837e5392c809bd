import { readCommunicationLoss } from '$lib/server/http/api/communication-loss-operation';

export const GET = readCommunicationLoss.handle;
