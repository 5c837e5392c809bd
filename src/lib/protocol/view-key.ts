import type { View } from './views';

/** One name per view, equal for equal views. */
export function viewKey(v: View): string {
  switch (v.type) {
    case 'fleet':
      return 'fleet';
    case 'site':
      return `site/${v.site}`;
    case 'drive':
      return `drive/${v.drive}`;
    case 'gateway':
      return `gateway/${v.gateway}`;
  }
}
