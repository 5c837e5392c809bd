/** A place outside that is told about incidents. */
export interface WebhookTarget {
  /** As it stands in the delivery log; its address may hold a secret and does not. */
  name: string;
  url: URL;
}

/** What the administrator has set. */
export interface WebhookSettings {
  targets: readonly WebhookTarget[];
  /** Hosts that may be called, in lower case, with `:port` where it is not the scheme's own. */
  hosts: ReadonlySet<string>;
  /** Key of the signature. */
  secret: string;
  /** For tests of the program itself: their receivers are on this machine. */
  allowsOwnMachine?: boolean;
}
