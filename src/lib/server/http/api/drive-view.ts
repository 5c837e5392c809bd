import type { z } from 'zod';
import type { DriveState } from '../../../domain/plant/drive-state';
import type { Drive } from '../../../domain/plant/model';
import { UNKNOWN_STATE } from '../../../domain/plant/decode-state';
import type { OperationContext } from './operation';
import { momentOrNull, type driveShape, type stateShape } from './shapes';

/** A drive's decoded state; what its words cannot tell is null, never false. */
export const stateView = (state: DriveState): z.input<typeof stateShape> => ({
  run: state.run,
  warning: state.warning ?? null,
  local: state.local ?? null,
  sto: state.sto ?? null,
  faultCode: state.faultCode ?? null,
});

/** A drive as the API shows it: what stands in the plant file, and how it is now. */
export function driveView({ app }: OperationContext, drive: Drive): z.input<typeof driveShape> {
  const live = app.live.get(drive.id);
  return {
    id: drive.id,
    name: drive.name,
    site: app.plant().zones.find((zone) => zone.id === drive.zone)?.site ?? null,
    zone: drive.zone ?? null,
    gateway: drive.gateway,
    line: drive.line,
    family: drive.family,
    model: drive.model ?? null,
    firmware: drive.firmware ?? null,
    serial: drive.serial ?? null,
    expectedIntervalMs: drive.expectedIntervalMs,
    endOfService: drive.endOfService ?? null,
    origin: drive.origin,
    simulated: drive.simulated,
    freshness: live?.freshness ?? 'never',
    lastReceivedAt: momentOrNull(live?.lastReceivedAt),
    state: stateView(live?.state ?? UNKNOWN_STATE),
  };
}
