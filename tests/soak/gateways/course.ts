/**
 * What one gateway has to say in a run, as a rule instead of a list: message `n` follows from its number, so
 * that nothing needs to be kept of it, and the database can be asked for it by arithmetic.
 *
 *   samples     number n is of drive n mod `drives`, of its reading n div `drives`
 *   unreadable  JSON that is cut off: to be acknowledged, and found in quarantine
 *   foreign     a sample on another gateway's topic: to be refused (MQTT 5, reason 0x87)
 */
export interface Course {
  gateway: string;
  /** Ids of its drives; each is the child device of that name. */
  drives: readonly string[];
  /** Source time of the first reading of the first drive, ms since 1970. */
  startMs: number;
  /** Between two readings of one drive. */
  periodMs: number;
  /** Between two unreadable messages, and between two foreign ones. */
  oddEveryMs: number;
  /** Whose topic a foreign message names. */
  neighbour: { gateway: string; drive: string };
}

export const KINDS = ['sample', 'unreadable', 'foreign'] as const;
export type Kind = (typeof KINDS)[number];

/** Drives of a gateway are read one after the other, spread over the period. */
export const driveBeginsMs = (course: Course, drive: number): number =>
  course.startMs + Math.floor((drive * course.periodMs) / course.drives.length);

/** How many of the first `samples` samples are of that drive. */
export const samplesOfDrive = (course: Course, drive: number, samples: number): number =>
  Math.max(0, Math.ceil((samples - drive) / course.drives.length));

/** When a message is due; for a sample that is its source time too. ms since 1970. */
export function dueMs(course: Course, kind: Kind, n: number): number {
  if (kind !== 'sample') {
    // Half a period apart, so that the two kinds take turns.
    return course.startMs + Math.round((n + (kind === 'foreign' ? 0.5 : 1)) * course.oddEveryMs);
  }
  const { drives, periodMs } = course;
  return driveBeginsMs(course, n % drives.length) + Math.floor(n / drives.length) * periodMs;
}

export interface Message {
  topic: string;
  payload: string;
}

export function message(course: Course, kind: Kind, n: number): Message {
  const { gateway, drives, neighbour } = course;
  switch (kind) {
    case 'sample':
      return {
        topic: `gw/${gateway}/up/te/device/${drives[n % drives.length]}///m/drive`,
        payload: reading(dueMs(course, kind, n), Math.floor(n / drives.length)),
      };
    case 'unreadable':
      return { topic: `gw/${gateway}/up/te/device/${drives[0]}///m/drive`, payload: `{"soak":${n},"time` };
    case 'foreign':
      return {
        topic: `gw/${neighbour.gateway}/up/te/device/${neighbour.drive}///m/drive`,
        // An hour before the run: no drive ever has a sample of then, so that it would be seen.
        payload: reading(course.startMs - 3_600_000 + n, n),
      };
  }
}

/** The value that reading `n` of any drive has; `otherValueSql` says the same to the database. */
const frequency = (n: number): number => (n % 500) / 10;

/** Twelve signals of a drive. The counter is the reading's number, the frequency follows from it. */
function reading(atMs: number, n: number): string {
  const load = 40 + (n % 50);
  return (
    `{"time":${atMs / 1_000},"output_frequency_hz":${frequency(n)},"energy_kwh":${n},` +
    `"motor_speed_rpm":${1_400 + load},"motor_current_a":${load},"motor_torque_pct":${load},` +
    `"motor_power_kw":${load / 2},"motor_voltage_v":${350 + load},"dc_link_v":${540 + (n % 7)},` +
    `"heatsink_temp_c":${45 + (n % 9)},"control_card_temp_c":41,"motor_thermal_pct":${load},` +
    `"inverter_thermal_pct":${load - 10}}`
  );
}

/** SQL for "this row does not have the values that its reading was published with"; `n` is its number. */
export const otherValueSql = (n: string): string =>
  `(energy_kwh is distinct from ${n}::double precision ` +
  `or output_frequency_hz is distinct from (((${n}) % 500) / 10.0)::real)`;
