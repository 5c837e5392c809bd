/**
 * Techniques of ATT&CK for ICS v18.1 that events are labelled with. © 2025 The MITRE Corporation; see
 * `attack-notice.ts`.
 */
export const ATTACK_TECHNIQUES = {
  T0803: 'Block Command Message',
  T0804: 'Block Reporting Message',
  T0806: 'Brute Force I/O',
  T0807: 'Command-Line Interface',
  T0812: 'Default Credentials',
  T0814: 'Denial of Service',
  T0815: 'Denial of View',
  T0816: 'Device Restart/Shutdown',
  T0819: 'Exploit Public-Facing Application',
  T0820: 'Exploitation for Evasion',
  T0822: 'External Remote Services',
  T0823: 'Graphical User Interface',
  T0826: 'Loss of Availability',
  T0829: 'Loss of View',
  T0830: 'Adversary-in-the-Middle',
  T0831: 'Manipulation of Control',
  T0832: 'Manipulation of View',
  T0835: 'Manipulate I/O Image',
  T0836: 'Modify Parameter',
  T0837: 'Loss of Protection',
  T0838: 'Modify Alarm Settings',
  T0839: 'Module Firmware',
  T0840: 'Network Connection Enumeration',
  T0846: 'Remote System Discovery',
  T0847: 'Replication Through Removable Media',
  T0848: 'Rogue Master',
  T0849: 'Masquerading',
  T0851: 'Rootkit',
  T0853: 'Scripting',
  T0855: 'Unauthorized Command Message',
  T0856: 'Spoof Reporting Message',
  T0857: 'System Firmware',
  T0858: 'Change Operating Mode',
  T0859: 'Valid Accounts',
  T0862: 'Supply Chain Compromise',
  T0864: 'Transient Cyber Asset',
  T0866: 'Exploitation of Remote Services',
  T0869: 'Standard Application Layer Protocol',
  T0872: 'Indicator Removal on Host',
  T0878: 'Alarm Suppression',
  T0880: 'Loss of Safety',
  T0881: 'Service Stop',
  T0883: 'Internet Accessible Device',
  T0884: 'Connection Proxy',
  T0885: 'Commonly Used Port',
  T0886: 'Remote Services',
  T0888: 'Remote System Information Discovery',
  T0889: 'Modify Program',
  T0890: 'Exploitation for Privilege Escalation',
  T0891: 'Hardcoded Credentials',
  T0892: 'Change Credential',
} as const satisfies Record<string, string>;

export type TechniqueId = keyof typeof ATTACK_TECHNIQUES;

/**
 * How a technique belongs to an event: it is what the technique does; it is the nearest of the ICS matrix; it
 * makes the technique possible or hides it; or there is no adversary in it. Always a label to search by, shown
 * as "could be", never a verdict.
 */
export type AttackFit = 'direct' | 'near' | 'enabler' | 'none';

export interface AttackLabel {
  id: TechniqueId;
  name: string;
  fit: AttackFit;
}
