import { isZoneId, type ZoneId } from '$lib/domain/ids';

export const match = (param: string): param is ZoneId => isZoneId(param);
