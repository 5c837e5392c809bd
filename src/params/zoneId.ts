import { isZoneId } from '$lib/domain/id-shape';
import type { ZoneId } from '$lib/domain/ids';

export const match = (param: string): param is ZoneId => isZoneId(param);
