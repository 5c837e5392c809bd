import { resume } from '$lib/server/http/api/run-mutations';

export const POST = resume.handle;
