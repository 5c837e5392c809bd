import { describeApi } from '$lib/server/http/api/openapi';

export const GET = describeApi;
