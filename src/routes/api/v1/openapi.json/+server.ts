import { openApiDocument } from '$lib/server/http/api/openapi';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => Response.json(openApiDocument(locals.app.build));
