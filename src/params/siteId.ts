import { isSiteId } from '$lib/domain/id-shape';
import type { SiteId } from '$lib/domain/ids';

export const match = (param: string): param is SiteId => isSiteId(param);
