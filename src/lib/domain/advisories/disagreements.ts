import { nameKey } from '../assets/product-name';
import type { Score } from './advisory';

/** What one source says of a product, for comparing it with the others. */
interface Said {
  source: string;
  product: string;
  status: string;
  versions: readonly string[];
}

/** A remedy, for the same. */
interface Remedy {
  source: string;
  namesFix: boolean;
}

/**
 * Where sources contradict each other on a vulnerability, in words. Nothing is picked: whoever reads sees both. Scores
 * of different CVSS versions measure different things and so contradict nobody, but are said to be two.
 */
export function disagreementsOf(
  said: readonly Said[],
  scores: readonly Score[],
  remedies: readonly Remedy[],
): string[] {
  return [...within(said), ...onVersions(said), ...onNames(said), ...onScores(scores), ...onFix(remedies)];
}

/** An entry that says it twice and not the same. */
const within = (said: readonly Said[]): string[] =>
  unique(
    said
      .filter(({ versions }) => versions.length > 1)
      .map(
        ({ source, versions }) => `${source} contradicts itself on the versions: ${versions.join(' and ')}.`,
      ),
  );

function onVersions(said: readonly Said[]): string[] {
  const bySource = new Map<string, Set<string>>();
  for (const { source, status, versions } of said)
    if (status === 'affected')
      for (const text of versions)
        bySource.set(source, (bySource.get(source) ?? new Set()).add(text.replace(/\s+/g, '')));
  const texts = [...bySource].map(([source, versions]) => ({
    source,
    text: [...versions].sort().join('; '),
  }));
  if (new Set(texts.map(({ text }) => text)).size < 2) return [];
  return [
    `Affected versions differ: ${texts.map(({ source, text }) => `${source} says ${text}`).join(', ')}.`,
  ];
}

/** One product under several spellings, which is no fault but explains why somebody does not find it. */
function onNames(said: readonly Said[]): string[] {
  const names = new Map<string, string>();
  for (const { product } of said) if (!names.has(nameKey(product))) names.set(nameKey(product), product);
  return names.size < 2 ? [] : [`The product is written as ${[...names.values()].join(', ')}.`];
}

function onScores(scores: readonly Score[]): string[] {
  const versions = new Map<string, Set<number>>();
  for (const { version, stated, computed } of scores)
    for (const score of [stated, computed])
      if (score !== undefined) versions.set(version, (versions.get(version) ?? new Set()).add(score));
  const mixed = [...versions]
    .filter(([, values]) => values.size > 1)
    .map(([version, values]) => `CVSS ${version} is said to be ${[...values].join(' and ')}.`);
  if (versions.size < 2) return mixed;
  const each = [...versions].map(([version, values]) => `${[...values].join(' and ')} by CVSS ${version}`);
  return [...mixed, `It is scored ${each.join(', ')}: different scales, not to be compared.`];
}

function onFix(remedies: readonly Remedy[]): string[] {
  const sources = [...new Set(remedies.map(({ source }) => source))];
  const naming = sources.filter((source) =>
    remedies.some((remedy) => remedy.source === source && remedy.namesFix),
  );
  if (naming.length === 0 || naming.length === sources.length) return [];
  return [`${naming.join(', ')} names a release that fixes it, the others do not.`];
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
