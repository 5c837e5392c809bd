import { suggestedPlaybooks } from '$lib/server/http/api/suggestion-operation';

export const GET = suggestedPlaybooks.handle;
