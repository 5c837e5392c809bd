import { faultLabel, faultText } from '../lib/domain/plant/faults/fault-text';
import { FAMILY_FACTS, type Family } from '../lib/domain/plant/families';
import type { Message } from './outbox';
import { causeText, faultClassOf, faultNumber, type Cause } from './physics/causes';
import type { SimulatedDrive } from './physics/drive';
import { driveEvidence, EVIDENCE_CHANNEL } from './gateway-evidence';
import { measurement, measurementMeta } from './measurement';
import type { Topics } from './topics';

const TYPE = 'drive';
const FAULT_ALARM = 'ot_drive_fault';
const WARNING_ALARM = 'ot_drive_warning';
const STO_ALARM = 'ot_drive_sto_active';

/** Everything one drive makes its gateway say. */
export class DriveReporter {
  readonly drive: SimulatedDrive;
  readonly #topics: Topics;
  readonly #measurementTopic: string;
  /** Alarms that are raised now, by type, as they were said. */
  readonly #raised = new Map<string, { says: string; message: Message }>();
  #running: boolean;

  constructor(drive: SimulatedDrive, topics: Topics) {
    this.drive = drive;
    this.#topics = topics;
    this.#measurementTopic = topics.of(drive.spec.entity, `m/${TYPE}`);
    this.#running = drive.running;
  }

  /** Retained facts, said again on every connection: registration, name plate, units, present alarms. */
  announce(gateway: string): Message[] {
    const { spec } = this.drive;
    const topics = this.#topics;
    return [
      topics.state(spec.entity, undefined, {
        '@type': 'child-device',
        '@id': `${gateway}:${spec.id}`,
        '@parent': 'device/main//',
        name: spec.name,
        type: spec.model ?? FAMILY_FACTS[spec.family].label,
        simulated: true,
      }),
      topics.state(spec.entity, 'twin/drive', {
        family: FAMILY_FACTS[spec.family].label,
        model: spec.model,
        firmware: spec.firmware,
        serial: spec.serial,
        rated_kw: spec.plate.powerKw,
        rated_a: Math.round(spec.plate.currentA * 100) / 100,
        rated_v: spec.plate.voltageV,
        rated_hz: spec.plate.frequencyHz,
        rated_rpm: Math.round(spec.plate.speedRpm),
        mains_v: spec.plate.mainsV,
        simulated: true,
      }),
      this.evidence(),
      topics.state(spec.entity, `m/${TYPE}/meta`, measurementMeta(this.drive)),
      ...[...this.#raised.values()].map(({ message }) => ({ ...message, retain: true })),
    ];
  }

  /** What its gateway's collector finds of it. */
  evidence(): Message {
    const { entity, model, family, serial, firmware } = this.drive.spec;
    const found = driveEvidence({ model: model ?? FAMILY_FACTS[family].label, serial, firmware });
    return this.#topics.state(entity, EVIDENCE_CHANNEL, found);
  }

  /** The measurement, then what changed since the last one. */
  report(time: string, say: (message: Message) => void): void {
    const payload = measurement(this.drive, time);
    if (payload === undefined) return;
    say({ topic: this.#measurementTopic, payload, retain: false });
    // While the link to the drive is lost, the gateway knows nothing of its alarms and changes none.
    if (this.drive.condition.linkLost) return;
    this.#alarms(time, say);
    if (this.drive.running !== this.#running) {
      this.#running = this.drive.running;
      say(this.#event(time, this.#running ? 'drive_started' : 'drive_stopped'));
    }
  }

  #alarms(time: string, say: (message: Message) => void): void {
    const { trip, warnings, stoOpen } = this.drive.condition;
    if (trip === undefined && warnings.size === 0 && !stoOpen && this.#raised.size === 0) return;
    const fault = trip?.cause;
    this.#alarm(time, say, FAULT_ALARM, 'critical', fault === 'sto' ? undefined : fault);
    this.#alarm(time, say, STO_ALARM, 'major', stoOpen || fault === 'sto' ? 'sto' : undefined);
    this.#alarm(time, say, WARNING_ALARM, 'warning', [...warnings][0]);
  }

  #alarm(
    time: string,
    say: (message: Message) => void,
    type: string,
    severity: string,
    cause: Cause | undefined,
  ): void {
    if (this.#raised.get(type)?.says === cause) return;
    const { spec } = this.drive;
    if (cause === undefined) {
      this.#raised.delete(type);
      say(this.#topics.moment(spec.entity, `a/${type}`, ''));
      return;
    }
    const number = faultNumber(spec.family, cause);
    const message = this.#topics.moment(spec.entity, `a/${type}`, {
      text: alarmText(spec.family, cause, number),
      severity,
      time,
      fault_code: number,
      fault_class: faultClassOf(cause),
      family: FAMILY_FACTS[spec.family].label,
      simulated: true,
    });
    this.#raised.set(type, { says: cause, message });
    say(message);
  }

  #event(time: string, type: 'drive_started' | 'drive_stopped'): Message {
    const { spec, condition } = this.drive;
    const text = type === 'drive_started' ? `${spec.name} started` : `${spec.name} stopped`;
    const place = condition.local ? 'local' : 'remote';
    return this.#topics.moment(spec.entity, `e/${type}`, {
      text,
      time,
      control_place: place,
      simulated: true,
    });
  }
}

function alarmText(family: Family, cause: Cause, number: number | undefined): string {
  if (number === undefined) return causeText(cause);
  return faultText(family, number) ? faultLabel(family, number) : `${causeText(cause)} (number ${number})`;
}
