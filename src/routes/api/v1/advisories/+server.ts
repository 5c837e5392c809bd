import { importOneAdvisory, listAdvisoriesOf } from '$lib/server/http/api/advisory-operations';

export const GET = listAdvisoriesOf.handle;
export const POST = importOneAdvisory.handle;
