/** A system that gateways send to and pages look at: the product, or the bare pipeline beside it. */
export interface Target {
  name: 'zonewatch' | 'bare';
  /** Where pages and sockets connect, such as http://127.0.0.1:3000. */
  url: string;
  /** Where gateways connect, by mutual TLS. */
  mqttPort: number;
  /** What a gateway needs for that. Throws for one that is not of the plant. */
  credentials(gateway: string): GatewayCredentials;
  /** The node process, and the database's first process, whose children count too. */
  pids(): { node: number; postmaster: number };
  /** Stops it and removes everything it wrote. */
  stop(): Promise<void>;
}

export interface GatewayCredentials {
  certificatePem: string;
  keyPem: string;
  caPem: string;
}
