import { listJournal } from '$lib/server/http/api/alarm-operations';

export const GET = listJournal.handle;
