import { alive } from '$lib/server/http/operations-endpoints';

export const GET = alive;
