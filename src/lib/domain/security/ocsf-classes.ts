/** Classes of the Open Cybersecurity Schema Framework that events are exported as: category × 1000 + class. */
export const OCSF_CLASSES = {
  1001: 'File System Activity',
  1003: 'Kernel Activity',
  1007: 'Process Activity',
  1008: 'Event Log Activity',
  1011: 'Device Power State',
  2002: 'Vulnerability Finding',
  2003: 'Compliance Finding',
  2004: 'Detection Finding',
  3001: 'Account Change',
  3002: 'Authentication',
  4001: 'Network Activity',
  4007: 'SSH Activity',
  4013: 'NTP Activity',
  5001: 'Device Inventory Info',
  5019: 'Device Config State Change',
  6002: 'Application Lifecycle',
  6008: 'Application Error',
} as const;

export type OcsfClass = keyof typeof OCSF_CLASSES;
