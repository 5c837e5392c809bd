import { isDriveId, type DriveId } from '$lib/domain/ids';

export const match = (param: string): param is DriveId => isDriveId(param);
