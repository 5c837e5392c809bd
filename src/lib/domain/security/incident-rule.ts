/**
 * Rules of correlation that an event's type belongs to: what they open and when is said by the incidents' rules.
 */
export const INCIDENT_RULES = {
  reconnaissance: 'Somebody looks for a way in: scans and probes.',
  'credential-attack': 'Somebody tries names and passwords.',
  intrusion: 'Somebody got in: a login after an attack, changed accounts, odd commands.',
  'denial-of-service': 'A gateway or its network is being flooded.',
  exposure: 'A way in or out is open that should not be.',
  'rogue-device': 'Somebody is there who does not belong, or uses the name of another.',
  identity: 'Certificates that fail, ran out or were refused.',
  'host-integrity': 'A gateway is not what was installed, or its guards were switched off.',
  'update-integrity': 'Firmware that is not ours, did not install or went back.',
  'unauthorised-control': 'A drive was written to, or changed, by nobody known.',
  'loss-of-view': 'What should be heard no longer is.',
  'time-integrity': 'Clocks that cannot be trusted.',
  vulnerability: 'Products with known weaknesses, or without support.',
} as const satisfies Record<string, string>;

export type IncidentRuleId = keyof typeof INCIDENT_RULES;
