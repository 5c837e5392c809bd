/** An audit entry as its list shows it; `at` in ms. */
export interface AuditRow {
  seq: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  result: 'done' | 'refused' | 'failed';
  remark: string;
}

export interface AuditFilterFields {
  actor: string;
  action: string;
  result: string;
  from: string;
  to: string;
}
