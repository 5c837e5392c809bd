import { readAsset } from '$lib/server/http/api/asset-operations';

export const GET = readAsset.handle;
