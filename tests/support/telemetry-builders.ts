import type { DriveKey, EntityTopicId } from '../../src/lib/domain/ids';
import { driveId, gatewayId, zoneId } from '../../src/lib/domain/ids';
import type { Drive, Plant } from '../../src/lib/domain/plant/model';
import type { Sample } from '../../src/lib/domain/telemetry/sample';
import { signalValues } from '../../src/lib/domain/telemetry/signal-values';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';

export const PUMP_1 = 'device/pump-01//' as EntityTopicId;

/** A VLT FC 202 at gateway gw-042 that speaks once a second. */
export function aDrive(facts: Partial<Drive> = {}): Drive {
  return {
    id: driveId.parse('pump-01'),
    key: 1 as DriveKey,
    zone: zoneId.parse('intake'),
    gateway: gatewayId.parse('gw-042'),
    entity: PUMP_1,
    name: 'Pump 1',
    line: '',
    family: 'vlt-fc-202',
    model: undefined,
    firmware: undefined,
    serial: undefined,
    rated: {},
    expectedIntervalMs: 1_000,
    signals: [],
    controlTimeout: undefined,
    endOfService: undefined,
    origin: 'plant-file',
    limits: {},
    simulated: false,
    ...facts,
  };
}

/** A good sample of that drive; received the moment it was made unless stated otherwise. */
export function aSample(
  values: Partial<Record<SignalKey, number>>,
  facts: Partial<Sample> & { receivedAt: number },
): Sample {
  return {
    gateway: gatewayId.parse('gw-042'),
    entity: PUMP_1,
    type: 'drive',
    sourceTime: facts.receivedAt,
    quality: 'good',
    values: signalValues(values),
    extras: new Map(),
    rejectedFields: [],
    ...facts,
  };
}

export const aPlant = (drives: readonly Drive[]): Plant => ({
  name: 'Test plant',
  sites: [],
  zones: [],
  conduits: [],
  positions: [],
  gateways: [],
  drives,
});
