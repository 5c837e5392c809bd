import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { pageLoad } from '$lib/server/http/page-load';

/** The alarms come live; what the page needs besides is which type each visible drive is of. */
export const load = pageLoad('plant.view', (_event, { app, actor }) => {
  const plant = app.plant();
  const audience = audienceOf(actor, plant);
  const drives = plant.drives.filter((drive) => canSeePlaced(audience, drive));
  return { families: Object.fromEntries(drives.map(({ id, family }) => [id, family])) };
});
