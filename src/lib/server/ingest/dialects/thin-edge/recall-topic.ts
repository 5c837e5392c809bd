import { parseTopic, type ParsedTopic } from './topic';

/** More topics than a plant of 20,000 drives has; a gateway that invents names costs no more than this. */
const MOST = 65_536;
const LONGEST = 256;

const known = new Map<string, ParsedTopic>();

/**
 * `parseTopic`, once per topic: a drive measures every second and its topic is always the same. The names in
 * it are then the same strings as well, which are found in tables without being read anew.
 */
export function recallTopic(topic: string): ParsedTopic {
  const found = known.get(topic);
  if (found !== undefined) return found;
  const parsed = parseTopic(topic);
  if (parsed.kind !== 'entity' || topic.length > LONGEST) return parsed;
  if (known.size >= MOST) known.clear();
  known.set(topic, parsed);
  return parsed;
}
