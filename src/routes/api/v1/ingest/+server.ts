import { receiveRecords } from '$lib/server/http/log-ingest';

export const POST = receiveRecords;
