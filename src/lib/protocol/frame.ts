/**
 * Binary telemetry frames, little-endian, one kind per view. Times are ms since 1970 as float64; ages are
 * in steps of 10 ms, 65535 for "older than 655 s or never".
 *
 *   header, 40 bytes
 *     0  u8   protocol version            8  u32  number of the frame, rising over all frames of a server
 *     1  u8   kind                       12  u32  layout version
 *     2  u8   flags, bit 0 = whole view  16  f64  server time when it was made
 *     3  u8   reserved                   24  f64  publish time of the oldest new value in it, NaN for none
 *     4  u32  room                       32  u32  number of entries, then 4 reserved
 *
 *   fleet entry, 8 bytes            site entry, 40 bytes             drive header, 16 bytes, once
 *     0  u16 drive index              0  as fleet entry                0  u8 state, 1 u8 marks, 2 u16 age
 *     2  u8  state                    8  f32 x 6 values of             4  u32 fault code, 0xffffffff unknown
 *     3  u8  marks                       TILE_SIGNALS, NaN for none    8  f32 load %, NaN unknown, 4 reserved
 *     4  u16 age                     32  u8 x 6 grade of each        then entries of 24 bytes
 *     6  u8  load %, 255 unknown     38  2 reserved                    0  u16 signal index, 2 u8 grade, 3 reserved
 *     7  u8  reserved                                                  4  u32 age (10 ms), 8 f64 value
 *                                                                     16  f64 source time, NaN for none
 *
 *   state  bits 0-2 index in RUN_STATES, bits 3-4 index in FRESHNESS
 *   marks  1 warning, 2 trip lock, 4 local, 8 safe torque off, 16 at reference, 32 simulated, 64 held by our database
 *   grade  bits 0-2 index in QUALITIES, bits 3-4 index in FRESHNESS
 */
import type { SignalKey } from '../domain/telemetry/signals';

export const FRAME_KINDS = ['fleet', 'site', 'drive'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

/** Times between two frames of a view of many drives, in ms: the usual one, then those of a server under load. */
export const FRAME_PACES_MS = [250, 500, 1_000] as const;
export type FramePaceMs = (typeof FRAME_PACES_MS)[number];

/** The signals a site screen shows for each drive. */
export const TILE_SIGNALS = [
  'motor_speed_rpm',
  'motor_current_a',
  'motor_torque_pct',
  'dc_link_v',
  'heatsink_temp_c',
  'motor_power_kw',
] as const satisfies readonly SignalKey[];

export const MARKS = {
  warning: 1,
  tripLock: 2,
  local: 4,
  sto: 8,
  atReference: 16,
  simulated: 32,
  held: 64,
} as const;
