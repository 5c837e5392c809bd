/** A key whose signatures of playbooks count, or did. */
export interface SignerRow {
  /** SHA-256 over the key's DER form, in hex. */
  fingerprint: string;
  name: string;
  /** The plant's own key, by which approvals sign. */
  own: boolean;
  addedBy: string;
  addedAt: number;
  revokedBy: string | null;
  revokedAt: number | null;
  revokedWhy: string | null;
}

/** A host that steps may call. */
export interface HostRow {
  host: string;
  note: string;
  addedBy: string;
  addedAt: number;
}
