import { REPORTED_KEYS } from '../../domain/posture/reported';
import { DAY_MS, HOUR_MS, type Instant } from '../../domain/time';
import type { Say } from './own-answers';
import type { Answers } from './zone-facts';

/**
 * Whether the settings of each asset can be read by programs and are new: of all that report evidence at all. While
 * one of them never has, nothing is known.
 */
export function sayOfSettings(assets: readonly string[], known: Answers, say: Say, now: Instant): void {
  if (assets.length === 0) return;
  let oldest = Infinity;
  for (const asset of assets) {
    const at = newestReportOf(asset, known);
    if (at === undefined) return;
    oldest = Math.min(oldest, at);
  }
  const isNew = now - oldest <= DAY_MS;
  const hours = Math.floor((now - oldest) / HOUR_MS);
  say(
    'plat.settings.report',
    isNew ? 'pass' : 'fail',
    `of all ${assets.length} assets, the oldest ${hours < 1 ? 'less than an hour' : `${hours} h`} old`,
  );
}

function newestReportOf(asset: string, known: Answers): Instant | undefined {
  const answers = known.get(asset);
  if (answers === undefined) return undefined;
  let newest: Instant | undefined;
  for (const key of REPORTED_KEYS) {
    const at = answers.get(key)?.at;
    if (at !== undefined && (newest === undefined || at > newest)) newest = at;
  }
  return newest;
}
