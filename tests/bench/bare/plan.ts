/** What the bare pipeline is started with. */
export interface BarePlan {
  directory: string;
  httpPort: number;
  mqttPort: number;
  gateways: readonly { id: string; drives: readonly string[] }[];
}

/** Where the authority lies that signs gateways' certificates and the broker's. */
export const keysOf = (directory: string): string => `${directory}/keys`;

/** What it tells once it can be used. */
export interface BareReady {
  postmaster: number;
}
