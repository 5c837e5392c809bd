import { isNumericId } from '$lib/domain/id-shape';

export const match = (param: string): boolean => isNumericId(param);
