import { readDrive } from '$lib/server/http/api/drive-operations';

export const GET = readDrive.handle;
