import { measurements } from '$lib/server/http/operations-endpoints';

export const GET = measurements;
