import type { ZoneMoveView } from '$lib/protocol/trends';

export const STANDING_TEXT = {
  below: 'below target',
  unproven: 'cannot be shown',
  met: 'at target',
} as const satisfies Record<ZoneMoveView['standing'], string>;

/** What of a zone moved over the window, one phrase for each FR that did; none where nothing moved. */
export function moveTexts({ frs }: Pick<ZoneMoveView, 'frs'>): string[] {
  return frs.flatMap(({ fr, confirmed, possible, before }) => {
    const parts = [
      ...(confirmed === before.confirmed ? [] : [`confirmed ${before.confirmed} to ${confirmed}`]),
      ...(possible === before.possible ? [] : [`possible ${before.possible} to ${possible}`]),
    ];
    return parts.length === 0 ? [] : [`FR ${fr} ${parts.join(', ')}`];
  });
}
