import { isPlaybookId } from '$lib/domain/id-shape';
import type { PlaybookId } from '$lib/domain/ids';

export const match = (param: string): param is PlaybookId => isPlaybookId(param);
