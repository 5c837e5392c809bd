import { isDriveId } from '$lib/domain/id-shape';
import type { DriveId } from '$lib/domain/ids';

export const match = (param: string): param is DriveId => isDriveId(param);
