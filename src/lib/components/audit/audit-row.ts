/** An audit entry as its list shows it; `at` in ms. */
export interface AuditRow {
  seq: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  /** Zone or site, where it has one. */
  place: string;
  result: 'done' | 'refused' | 'failed';
  changes: readonly { name: string; before: string; after: string }[];
  remark: string;
  /** Whether the stored bytes do not make the stored hash. */
  altered: boolean;
}

export interface AuditFilterFields {
  actor: string;
  action: string;
  object: string;
  zone: string;
  site: string;
  result: string;
  from: string;
  to: string;
}

/** What a filter can be set to, of what the reader may see. */
export interface AuditPlaces {
  zones: readonly { id: string; name: string }[];
  sites: readonly { id: string; name: string }[];
}
