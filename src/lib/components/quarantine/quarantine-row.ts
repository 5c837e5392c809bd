/** A quarantined message as its list shows it; times in ms. */
export interface QuarantineRow {
  id: number;
  gateway: string | null;
  topic: string;
  reason: string;
  detail: string;
  sha256: string;
  size: number;
  count: number;
  firstSeenAt: number;
  lastSeenAt: number;
  /** The first bytes as text, whatever is no text replaced, and as hexadecimal lines. */
  text: string;
  hex: string;
}
