/**
 * The object model of CACAO Security Playbooks 2.0 (OASIS Committee Specification 01, 27 November 2023), in the
 * names of the standard. What reaches these types has passed `readPlaybook`. Vocabularies that the standard
 * leaves open are plain strings here.
 */

/** `<type>--<uuid>`, UUID versions 1 to 5. */
export type Identifier = string;
/** RFC 3339 in UTC, such as `2026-11-21T20:00:00.000Z`. */
export type Timestamp = string;
/** Properties of an extension, under the identifier of its definition. */
export type Extensions = Record<Identifier, Record<string, unknown>>;

export interface ExternalReference {
  name: string;
  description?: string;
  source?: string;
  url?: string;
  external_id?: string;
  reference_id?: string;
}

/** A value is always text; null means not known, an empty text means known to be empty. */
export interface Variable {
  type: string;
  description?: string;
  value?: string | null;
  constant?: boolean;
  /** The caller supplies it; at playbook level only. */
  external?: boolean;
}

/** Keyed by names such as `__gateway__`. */
export type Variables = Record<string, Variable>;

/** A command of any type; which properties a known type has is checked when a playbook is read. */
export interface Command {
  type: string;
  description?: string;
  version?: string;
  playbook_activity?: string;
  external_references?: ExternalReference[];
  command?: string;
  command_b64?: string;
  headers?: Record<string, string[]>;
  content?: string;
  content_b64?: string;
  /** Properties of types that the standard does not know. */
  [own: string]: unknown;
}

interface StepBase {
  name?: string;
  description?: string;
  external_references?: ExternalReference[];
  /** Milliseconds to wait before the step begins. */
  delay?: number;
  /** Milliseconds after which the step has failed. */
  timeout?: number;
  step_variables?: Variables;
  owner?: Identifier;
  on_completion?: Identifier;
  on_success?: Identifier;
  on_failure?: Identifier;
  step_extensions?: Extensions;
}

interface Arguments {
  in_args?: string[];
  out_args?: string[];
}

export interface StartStep extends StepBase {
  type: 'start';
}
export interface EndStep extends StepBase {
  type: 'end';
}
export interface ActionStep extends StepBase, Arguments {
  type: 'action';
  commands: Command[];
  agent: Identifier;
  targets?: Identifier[];
}
export interface PlaybookActionStep extends StepBase, Arguments {
  type: 'playbook-action';
  playbook_id: Identifier;
  /** `modified` of the playbook that is called. */
  playbook_version?: Timestamp;
}
export interface ParallelStep extends StepBase {
  type: 'parallel';
  next_steps: Identifier[];
}
export interface IfStep extends StepBase {
  type: 'if-condition';
  condition: string;
  on_true: Identifier;
  on_false?: Identifier;
}
export interface WhileStep extends StepBase {
  type: 'while-condition';
  condition: string;
  on_true: Identifier;
}
export interface SwitchStep extends StepBase {
  type: 'switch-condition';
  switch: string;
  /** Value to step; `default` is taken when no value fits. */
  cases: Record<string, Identifier>;
}

export type WorkflowStep =
  StartStep | EndStep | ActionStep | PlaybookActionStep | ParallelStep | IfStep | WhileStep | SwitchStep;

export interface Contact {
  email?: Record<string, string>;
  phone?: Record<string, string>;
  contact_details?: string;
}

/** Addresses by kind (`dname`, `ipv4`, `ipv6`, `l2mac`, `url`); VLANs are numbers. */
export type Address = Partial<Record<'dname' | 'ipv4' | 'ipv6' | 'l2mac' | 'url', string[]>> & {
  vlan?: number[];
};

/** Who or what carries a command out, or what it is carried out on. */
export interface AgentTarget {
  type: string;
  name: string;
  description?: string;
  location?: Record<string, string>;
  agent_target_extensions?: Extensions;
  contact?: Contact;
  logical?: string[];
  sector?: string;
  category?: string[];
  address?: Address;
  port?: string;
  authentication_info?: Identifier;
  [own: string]: unknown;
}

export interface AuthenticationInfo {
  type: string;
  name?: string;
  description?: string;
  authentication_info_extensions?: Extensions;
  user_id?: string;
  username?: string;
  password?: string;
  oauth_header?: string;
  token?: string;
  /** The secret is in a key store under `kms_key_identifier`; what stands here is to be ignored. */
  kms?: boolean;
  kms_key_identifier?: string;
  [own: string]: unknown;
}

export interface ExtensionDefinition {
  type: 'extension-definition';
  name: string;
  description?: string;
  created_by: Identifier;
  schema: string;
  version: string;
  external_references?: ExternalReference[];
}

export interface DataMarking {
  type: string;
  id: Identifier;
  created_by: Identifier;
  created: Timestamp;
  marking_extensions?: Extensions;
  [own: string]: unknown;
}

/** A signature (`jss--`); exactly one of the four ways names the key. */
export interface Signature {
  type: 'jss';
  id: Identifier;
  created_by?: Identifier;
  created: Timestamp;
  modified: Timestamp;
  revoked?: boolean;
  signee: string;
  valid_from?: Timestamp;
  valid_until?: Timestamp;
  related_to: Identifier;
  related_version: Timestamp;
  hash_algorithm: string;
  algorithm: string;
  public_key?: string;
  public_cert_chain?: string[];
  cert_url?: string;
  thumbprint?: string;
  value: string;
  /** A countersignature. */
  signature?: Signature;
}

export const SUMMARY_FLAGS = [
  'manual_playbook',
  'external_playbooks',
  'parallel_processing',
  'if_logic',
  'while_logic',
  'switch_logic',
  'temporal_logic',
  'data_markings',
  'digital_signatures',
  'countersigned_signatures',
  'extensions',
] as const;
export type ProcessingSummary = Partial<Record<(typeof SUMMARY_FLAGS)[number], boolean>>;

export interface Playbook {
  type: 'playbook';
  spec_version: 'cacao-2.0';
  id: Identifier;
  name: string;
  description?: string;
  playbook_types?: string[];
  playbook_activities?: string[];
  playbook_processing_summary?: ProcessingSummary;
  created_by: Identifier;
  created: Timestamp;
  modified: Timestamp;
  revoked?: boolean;
  valid_from?: Timestamp;
  valid_until?: Timestamp;
  derived_from?: Identifier[];
  related_to?: Identifier[];
  /** 1 is the highest, 100 the lowest, 0 not defined. */
  priority?: number;
  /** 1 is the lowest, 100 the highest, 0 not defined. */
  severity?: number;
  /** 1 is the lowest, 100 the highest, 0 not defined. */
  impact?: number;
  industry_sectors?: string[];
  labels?: string[];
  external_references?: ExternalReference[];
  markings?: Identifier[];
  playbook_variables?: Variables;
  workflow_start: Identifier;
  workflow_exception?: Identifier;
  workflow: Record<Identifier, WorkflowStep>;
  playbook_extensions?: Extensions;
  authentication_info_definitions?: Record<Identifier, AuthenticationInfo>;
  agent_definitions?: Record<Identifier, AgentTarget>;
  target_definitions?: Record<Identifier, AgentTarget>;
  extension_definitions?: Record<Identifier, ExtensionDefinition>;
  data_marking_definitions?: Record<Identifier, DataMarking>;
  signatures?: Signature[];
}
