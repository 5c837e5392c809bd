import type { Actor } from '../../domain/access/roles';
import { zoneSubject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import { listNames } from '../access/colleagues';
import type { App } from '../app';

/** Names, by sign-in name, of everybody who works in the part of the plant that this person may see. */
export function namesAround({ plant, database }: App, actor: Actor): Promise<Record<string, string>> {
  const { zones } = plant();
  const visible = audienceOf(actor, plant()).zones;
  const subjects = zones.filter(({ id }) => visible.has(id)).map(zoneSubject);
  return database.read((tx) => listNames(tx, subjects));
}
