import type { Instant } from '../time';
import { FIRMWARE, type AssetVersion } from './asset';
import {
  endOfPeriod,
  SUPPORT_STATES,
  supportState,
  type Milestone,
  type ProductLife,
  type SupportState,
} from './lifecycle';
import { matchName, vendorKey } from './product-name';

/** What of an asset decides how long it is supported. */
export interface LifeSubject {
  vendor: string;
  /** '' for what has no life of its own: only its parts count. */
  product: string;
  versions: readonly AssetVersion[];
  /** Said of this one asset alone, such as a date in the plant file. */
  milestones?: readonly Milestone[] | undefined;
}

/** The life of an asset's product, or of software that it runs. */
export interface PartLife {
  /** Product, or component with its version, as the asset names it. */
  part: string;
  /** What was published or entered of it; `undefined` when nothing was. */
  life: ProductLife | undefined;
  state: SupportState;
}

export interface AssetLife {
  parts: readonly PartLife[];
  /** The worst of its parts. */
  support: SupportState;
  /** The date that decides: what put it into its state, or the next one ahead. */
  decisive: { part: string; milestone: Milestone } | undefined;
}

/** A milestone that the plant has entered for a product. */
export interface OwnMilestone {
  vendor: string;
  product: string;
  milestone: Milestone;
  replacement: string | undefined;
}

/**
 * Looks up lives of assets at `now`: what vendors published and what the plant entered stand side by side, and what
 * ends first counts. Thousands of assets are of a few products, so each product is looked up once.
 */
export function lifeBook(
  published: readonly ProductLife[],
  own: readonly OwnMilestone[],
  now: Instant,
): (subject: LifeSubject) => AssetLife {
  const lives = withOwn(published, own);
  const known = new Map<string, AssetLife>();
  return (subject) => {
    const key = keyOf(subject);
    const found = known.get(key) ?? lifeOf(subject, lives, now);
    known.set(key, found);
    return found;
  };
}

/** Equal for subjects of one life. */
function keyOf({ vendor, product, versions, milestones }: LifeSubject): string {
  const parts = versions.filter(({ part }) => part !== FIRMWARE);
  const plain = `${vendor}\0${product}`;
  return parts.length === 0 && milestones === undefined
    ? plain
    : `${plain}\0${JSON.stringify([parts, milestones])}`;
}

/** Joins own milestones to the product that they are of, and makes lives of products that nobody published. */
export function withOwn(
  published: readonly ProductLife[],
  own: readonly OwnMilestone[],
): readonly ProductLife[] {
  const lives = [...published];
  for (const { vendor, product, milestone, replacement } of own) {
    const index = lives.findIndex((life) => isOf(vendor, product, life));
    const life = lives[index];
    if (life === undefined)
      lives.push({ vendor, product, aliases: [], milestones: [milestone], replacement, note: undefined });
    else
      lives[index] = {
        ...life,
        milestones: [...life.milestones, milestone],
        replacement: life.replacement ?? replacement,
      };
  }
  return lives;
}

function lifeOf(
  { vendor, product, versions, milestones }: LifeSubject,
  lives: readonly ProductLife[],
  now: Instant,
): AssetLife {
  const parts: PartLife[] = [];
  if (product !== '' || milestones !== undefined) {
    const found = product === '' ? undefined : lives.find((life) => isOf(vendor, product, life));
    parts.push(
      partOf(
        product,
        milestones === undefined ? found : withMilestones(found, vendor, product, milestones),
        now,
      ),
    );
  }
  for (const { part, version } of versions) {
    const life = lives.find((one) => isRelease(part, version, one));
    if (life !== undefined) parts.push(partOf(`${part} ${version}`, life, now));
  }
  const support = worstOf(parts.map(({ state }) => state));
  return { parts, support, decisive: decisiveOf(parts, support, now) };
}

const withMilestones = (
  life: ProductLife | undefined,
  vendor: string,
  product: string,
  milestones: readonly Milestone[],
): ProductLife => ({
  ...(life ?? { vendor, product, aliases: [], replacement: undefined, note: undefined }),
  milestones: [...(life?.milestones ?? []), ...milestones],
});

const partOf = (part: string, life: ProductLife | undefined, now: Instant): PartLife => ({
  part,
  life,
  state: life === undefined ? 'unknown' : supportState(life, now),
});

/** Names that only begin alike are not the same product: AK-SM 800 has ended, AK-SM 800A has not. */
function isOf(vendor: string, product: string, life: ProductLife): boolean {
  if (vendor !== '' && vendorKey(vendor) !== vendorKey(life.vendor)) return false;
  return [life.product, ...life.aliases].some((name) => {
    const match = matchName(product, name);
    return match?.kind === 'same' || match?.kind === 'series';
  });
}

/** `Debian GNU/Linux` `12 (bookworm)` is of the line `12` of `Debian`; `12` is not of the line `1`. */
function isRelease(part: string, version: string, { release }: ProductLife): boolean {
  if (release === undefined) return false;
  const name = part.toLowerCase();
  const of = release.of.toLowerCase();
  if (name !== of && !name.startsWith(`${of} `)) return false;
  const own = version.trim().replace(/^v(?=\d)/i, '');
  return (
    own === release.line ||
    (own.startsWith(release.line) && /^[^0-9A-Za-z]/.test(own.slice(release.line.length)))
  );
}

const worstOf = (states: readonly SupportState[]): SupportState =>
  SUPPORT_STATES.find((state) => states.includes(state)) ?? 'unknown';

const endOf = ({ at }: Milestone): Instant => (at === undefined ? -Infinity : (endOfPeriod(at) ?? Infinity));

/** Of the part in the worst state: the first end that came, or, while none has, the first ahead. */
function decisiveOf(parts: readonly PartLife[], support: SupportState, now: Instant): AssetLife['decisive'] {
  const ends = parts
    .filter(({ state }) => state === support)
    .flatMap(({ part, life }) =>
      (life?.milestones ?? [])
        .filter(({ kind }) => ENDS[support].includes(kind))
        .map((milestone) => ({ part, milestone })),
    )
    .sort((a, b) => endOf(a.milestone) - endOf(b.milestone));
  return ends.find(({ milestone }) => (COME.has(support) ? endOf(milestone) < now : endOf(milestone) >= now));
}

const SUPPORT_ENDS: readonly Milestone['kind'][] = [
  'end-of-life',
  'end-of-service',
  'end-of-security-support',
];
const ENDS: Readonly<Record<SupportState, readonly Milestone['kind'][]>> = {
  'end-of-life': ['end-of-life', 'end-of-service'],
  'security-ended': ['end-of-security-support'],
  ending: SUPPORT_ENDS,
  active: SUPPORT_ENDS,
  unknown: [],
};
const COME: ReadonlySet<SupportState> = new Set(['end-of-life', 'security-ended']);
