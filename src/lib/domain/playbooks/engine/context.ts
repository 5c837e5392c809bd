import type { Playbook } from '../cacao/model';
import type { Instant } from '../../time';
import type { Grounds } from './equipment';

/** What the interpreter knows beside the run: nothing of it is looked up while it works. */
export interface Context {
  now: Instant;
  /** The playbooks of the run's frames and those that its steps call, by `versionKey`. */
  playbooks: ReadonlyMap<string, CalledPlaybook>;
  /** The plant as it is now. */
  plant: Grounds;
  /** SHA-256 in hex. */
  hash(text: string): string;
}

export interface CalledPlaybook {
  playbook: Playbook;
  sha256: string;
  /** Why it cannot be executed, if so. */
  reasons: readonly string[];
}

/** A version of a playbook as one word. */
export const versionKey = (id: string, version: string): string => `${id}@${version}`;
