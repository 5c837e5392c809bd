import type { BenchContext } from '../kit/scenario';

/** How large the plant and its log are that the alarms are measured in. */
export interface AlarmSizes {
  /** Drives that publish beside banners and floods. */
  drives: number;
  /** Drives of the plant in which very many alarms are open; none of them publishes. */
  silentDrives: number;
  /** Open alarms: as many as the limits name, and ten times that. */
  open: readonly [number, number];
  people: number;
  /** Acts of each kind, one after the other, as a busy control room does them. */
  acts: number;
  bulks: number;
  /** Entries of the audit log to verify, and length of one window of writing in it. */
  entries: number;
  writingMs: number;
}

const FULL: AlarmSizes = {
  drives: 2_000,
  silentDrives: 10_000,
  open: [10_000, 100_000],
  people: 50,
  acts: 200,
  bulks: 10,
  entries: 1_000_000,
  writingMs: 5_000,
};

/** A tenth of everything, to try the measurement itself. */
const SMALL: AlarmSizes = {
  drives: 200,
  silentDrives: 1_000,
  open: [1_000, 10_000],
  people: 5,
  acts: 20,
  bulks: 2,
  entries: 100_000,
  writingMs: 500,
};

/** The sizes that the limits are about, unless windows are shorter than ten seconds. Names of figures tell which. */
export const alarmSizes = ({ seconds }: BenchContext): AlarmSizes => (seconds < 10 ? SMALL : FULL);
