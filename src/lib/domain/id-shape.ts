import type { DriveId, GatewayId, PersonId, PlaybookId, SiteId, ZoneId } from './ids';

/** What an id may look like; stated once, for the schemas of ids.ts and for the guards below. */
export interface IdShape {
  most: number;
  pattern: RegExp;
  /** What to do about it when it does not fit. */
  words: string;
}

/** A name as people give it in the plant file: lower-case letters, digits and single hyphens. */
export const SLUG = {
  most: 63,
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  words: 'use lower-case letters, digits and single hyphens',
} as const satisfies IdShape;

/** A certificate's common name that can become a topic segment. */
export const GATEWAY_NAME = {
  most: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  words: 'use letters, digits, dot, underscore and hyphen; start with a letter or digit',
} as const satisfies IdShape;

export const DRIVE_NAME = {
  most: 160,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
  words: 'use letters, digits, dot, underscore, colon and hyphen',
} as const satisfies IdShape;

export const PERSON_NAME = {
  most: 64,
  pattern: /^[a-z0-9]+([._-][a-z0-9]+)*$/,
  words: 'use lower-case letters, digits, and single . _ - between them',
} as const satisfies IdShape;

/** CACAO's identifier of a playbook. */
export const PLAYBOOK_NAME = {
  most: 100,
  pattern: /^playbook--[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  words: 'playbook-- and a UUID',
} as const satisfies IdShape;

const fits = (s: string, { most, pattern }: IdShape): boolean => s.length <= most && pattern.test(s);

// Guards without the schema library: the browser matches addresses with them on its first page.
export const isSiteId = (s: string): s is SiteId => fits(s, SLUG);
export const isZoneId = (s: string): s is ZoneId => fits(s, SLUG);
export const isGatewayId = (s: string): s is GatewayId => fits(s, GATEWAY_NAME);
export const isDriveId = (s: string): s is DriveId => fits(s, DRIVE_NAME);
export const isPlaybookId = (s: string): s is PlaybookId => fits(s, PLAYBOOK_NAME);
export const isPersonId = (s: string): s is PersonId => fits(s, PERSON_NAME);

/** Numbers that the database gave: of alarms, incidents, events. */
export const isNumericId = (s: string): boolean => /^[1-9]\d{0,14}$/.test(s);
