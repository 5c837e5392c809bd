import { readOneAdvisory } from '$lib/server/http/api/advisory-operations';

export const GET = readOneAdvisory.handle;
