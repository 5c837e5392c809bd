import { DomainError } from '../../domain/errors';
import type { ZoneId } from '../../domain/ids';
import type { Drive, Gateway } from '../../domain/plant/model';

/** By these names playbooks ask for the gateway that they act upon. */
export const GATEWAY_VARIABLES = ['__gateway__', '__gateway_id__'] as const;

/**
 * Whose consent and which signatures a run needs is judged by its zone: everything that it is begun with must stand
 * there. A drive that is assigned to another zone than the gateway before it counts as standing behind that gateway.
 * Throws `input.invalid`.
 */
export function assertOnePlace({
  variables,
  gateway,
  drives,
  zone,
}: {
  variables: Readonly<Record<string, string>>;
  gateway: Gateway | undefined;
  drives: readonly Drive[];
  zone: ZoneId | undefined;
}): void {
  for (const name of GATEWAY_VARIABLES) {
    const told = variables[name];
    if (told && told !== gateway?.id) {
      throw invalid(`variables.${name}`, `is ${told}, and the run is about ${gateway?.id ?? 'no gateway'}`);
    }
  }
  const drive = variables['__drive__'];
  if (drive && !drives.some(({ id }) => id === drive)) {
    throw invalid('variables.__drive__', `is ${drive}, which is none of the drives that the run is about`);
  }
  if (gateway !== undefined && gateway.zone !== zone) {
    throw invalid('zone', `gateway ${gateway.id} stands in zone ${gateway.zone}`);
  }
  for (const one of drives) {
    if (gateway === undefined && one.zone !== zone) {
      throw invalid(
        'drives',
        `drive ${one.id} stands in zone ${one.zone}, and the run acts in ${zone ?? 'none'}`,
      );
    }
    if (gateway !== undefined && one.gateway !== gateway.id) {
      throw invalid(
        'drives',
        `drive ${one.id} stands behind ${one.gateway}, and the run is about ${gateway.id}`,
      );
    }
  }
}

const invalid = (path: string, message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });
