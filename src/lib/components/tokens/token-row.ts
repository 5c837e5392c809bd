/** An ingest token as its page shows it. */
export interface TokenRow {
  id: number;
  gateway: string;
  name: string;
  createdAt: number;
  createdBy: string;
  lastUsedAt: number | null;
  revokedAt: number | null;
  revokedBy: string | null;
}
