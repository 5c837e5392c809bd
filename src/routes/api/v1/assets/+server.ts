import { importAssets } from '$lib/server/http/api/asset-mutations';
import { listAssets } from '$lib/server/http/asset-export';

export const GET = listAssets.handle;
export const POST = importAssets.handle;
