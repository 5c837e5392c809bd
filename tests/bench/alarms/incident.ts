import type { IncidentView } from '../../../src/lib/protocol/incidents';
import type { ApiClient } from './client';

/** Opens an incident of the first site by hand. */
export async function openIncident(person: ApiClient): Promise<IncidentView> {
  const { items } = await person.get<{ items: { id: string }[] }>('sites');
  const { answer } = await person.post<{ incident: IncidentView }>('incidents', {
    site: items[0]!.id,
    zone: null,
    title: 'Measured incident',
    severity: 3,
    reason: 'measured',
    links: [],
  });
  return answer.incident;
}
