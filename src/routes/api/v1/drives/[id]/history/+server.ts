import { readDriveHistory } from '$lib/server/http/api/drive-operations';

export const GET = readDriveHistory.handle;
