/** What an acceptance looks at, at least: in the factory, and again where the equipment stands. */
export const ACCEPTANCE_CHECKS = {
  firmware: 'Firmware is genuine',
  encryption: 'Connections are encrypted',
  certificates: 'Certificates are in use and right',
  access: 'Accounts and roles are as agreed',
  network: 'Zones and conduits are as drawn',
  recovery: 'Recovery was tried',
} as const;
export type AcceptanceCheck = keyof typeof ACCEPTANCE_CHECKS;
export const CHECKS = Object.keys(ACCEPTANCE_CHECKS) as [AcceptanceCheck, ...AcceptanceCheck[]];
