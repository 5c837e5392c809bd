import type { Actor } from '$lib/domain/access/roles';
import type { SiteId, ZoneId } from '$lib/domain/ids';
import type { AlarmRights } from '../alarms/alarm-rights';

/** What the frame knows of the plant and the person without the live link; comes with the page. */
export interface FramePlant {
  actor: Actor;
  /** The person's roles, ready to read. */
  roles: string;
  /** Where the person may do what with alarms. */
  rights: AlarmRights;
  /** Zones whose process owner the person is. */
  owned: readonly ZoneId[];
  /** Sites that the person may see. */
  sites: readonly { id: SiteId; name: string; timeZone: string }[];
  /** Zone in which the frame's clock runs. */
  timeZone: string;
  /** True for a demo installation: everything carries SIM. */
  simulated: boolean;
}
