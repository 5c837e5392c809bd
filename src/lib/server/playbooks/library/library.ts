import { audienceOf } from '../../../domain/access/visibility';
import type { Actor } from '../../../domain/access/roles';
import { DomainError } from '../../../domain/errors';
import { isPersonId } from '../../../domain/id-shape';
import { playbookId, type PlaybookId } from '../../../domain/ids';
import type { Executability } from '../../../domain/playbooks/cacao/executability';
import type { Playbook } from '../../../domain/playbooks/cacao/model';
import type { Plant } from '../../../domain/plant/model';
import type { Instant } from '../../../domain/time';
import type {
  PlaybookDetail,
  PlaybookSummary,
  PlaybookVersionView,
  SignedBy,
} from '../../../protocol/playbooks';
import type { Clock } from '../../clock';
import type { Database, Tx } from '../../storage/database';
import {
  selectLastRuns,
  selectNewest,
  selectSignatures,
  selectVersion,
  selectVersions,
  type SignatureRow,
  type VersionRow,
} from '../../storage/playbook-store';
import { selectSigners, type SignerRow } from '../../storage/trusted-signer-store';
import type { Library, PlaybookVersion } from '../version';
import { KnownVersions, type KnownVersion } from './known-versions';
import type { PlaybookKey } from './playbook-key';
import { signedByOf } from './signed-by';

/** Label by which a playbook says that operators may start it (action table: run.start). */
const FOR_OPERATORS = 'for-operators';

interface LibraryParts {
  database: Database;
  clock: Clock;
  key: PlaybookKey;
}

/** Who looks, and at which plant: only what they may see of runs is told. */
export interface Reader {
  actor: Actor;
  plant: Plant;
}

/** The playbooks of this plant, in all their versions, and who signed them. */
export class PlaybookLibrary implements Library {
  readonly #known = new KnownVersions();

  constructor(private readonly parts: LibraryParts) {}

  /** The key by which approvals sign. */
  get key(): PlaybookKey {
    return this.parts.key;
  }

  async version(tx: Tx, id: PlaybookId, modified?: string): Promise<PlaybookVersion | undefined> {
    const row = await selectVersion(tx, id, modified);
    if (row === undefined) return undefined;
    const [signatures, signers] = [await selectSignatures(tx, [id]), await selectSigners(tx)];
    return this.#present(row, signatures, signers);
  }

  /** Whether it holds this very version, told by its names alone. */
  async holds(playbook: unknown): Promise<boolean> {
    const { id, modified } = playbook as Partial<Playbook>;
    const known = playbookId.safeParse(id);
    if (!known.success || modified === undefined) return false;
    return (await this.parts.database.read((tx) => selectVersion(tx, known.data, modified))) !== undefined;
  }

  /** Every key that was ever trusted. */
  signers(): Promise<SignerRow[]> {
    return this.parts.database.read(selectSigners);
  }

  /** Every playbook by its newest version, in the order of their names. */
  async list({ actor, plant }: Reader): Promise<PlaybookSummary[]> {
    const { database } = this.parts;
    const rows = await database.read((tx) => selectNewest(tx));
    return (await database.read((tx) => this.#summaries(tx, rows, actor, plant))).sort((a, b) =>
      a.name.localeCompare(b.name),
    );
  }

  /** One playbook by its newest version, read in the transaction that changed it; throws `not-found`. */
  async summary(tx: Tx, id: PlaybookId, { actor, plant }: Reader): Promise<PlaybookSummary> {
    const [summary] = await this.#summaries(tx, await selectNewest(tx, id), actor, plant);
    if (summary === undefined) throw new DomainError('not-found');
    return summary;
  }

  /** A playbook with its versions and what was found in one of them, the newest unless named; throws `not-found`. */
  async detail(id: PlaybookId, reader: Reader, modified?: string): Promise<PlaybookDetail> {
    return this.parts.database.read(async (tx) => {
      const summary = await this.summary(tx, id, reader);
      const row = await selectVersion(tx, id, modified);
      if (row === undefined) throw new DomainError('not-found');
      const { findings, executability } = this.#known.of(row);
      return {
        summary,
        versions: await this.versions(id),
        findings: [...findings],
        reasons: reasonsOf(timely(executability, this.#known.of(row).playbook, this.parts.clock.now())),
      };
    });
  }

  /** All versions, the newest first; throws `not-found`. */
  async versions(id: PlaybookId): Promise<PlaybookVersionView[]> {
    return this.parts.database.read(async (tx) => {
      const rows = await selectVersions(tx, id);
      if (rows.length === 0) throw new DomainError('not-found');
      const [signatures, signers] = [await selectSignatures(tx, [id]), await selectSigners(tx)];
      return rows.map((row) => ({
        version: row.modified,
        sha256: row.sha256,
        importedBy: isPersonId(row.importedBy) ? row.importedBy : null,
        importedAt: row.importedAt,
        signedBy: this.#signedBy(row, signatures, signers),
        approvedAt: lastApproval(row, signatures),
      }));
    });
  }

  /**
   * The CACAO JSON of a version as it came; with the signatures that were made of it here, where there are any.
   * Throws `not-found`.
   */
  async json(id: PlaybookId, modified?: string): Promise<string> {
    return this.parts.database.read(async (tx) => {
      const row = await selectVersion(tx, id, modified);
      if (row === undefined) throw new DomainError('not-found');
      const { playbook } = this.#known.of(row);
      const came = new Set((playbook.signatures ?? []).map((one) => one.id));
      const added = (await selectSignatures(tx, [id]))
        .filter((one) => one.modified === row.modified && !came.has(one.id))
        .map(({ signature }) => signature);
      if (added.length === 0) return row.body;
      return JSON.stringify({ ...playbook, signatures: [...(playbook.signatures ?? []), ...added] });
    });
  }

  async #summaries(
    tx: Tx,
    rows: readonly (VersionRow & { versions: number })[],
    actor: Actor,
    plant: Plant,
  ): Promise<PlaybookSummary[]> {
    const ids = rows.map(({ playbook }) => playbook);
    const [signatures, signers] = [await selectSignatures(tx, ids), await selectSigners(tx)];
    const runs = await selectLastRuns(tx, ids, audienceOf(actor, plant));
    return rows.map((row) => {
      const { playbook, executability, forOperators, signedBy } = this.#present(row, signatures, signers);
      const { findings } = this.#known.of(row);
      const errors = findings.filter(({ level }) => level === 'error').length;
      const { lastRun = null, lastDrill = null } = runs.get(row.playbook) ?? {};
      return {
        id: row.playbook,
        name: playbook.name,
        description: playbook.description ?? '',
        types: playbook.playbook_types ?? [],
        // 0 is "not defined" in CACAO.
        priority: playbook.priority || null,
        labels: playbook.labels ?? [],
        version: row.modified,
        sha256: row.sha256,
        signedBy,
        executable: executability.executable,
        forOperators,
        shipped: row.shipped,
        findings: { errors, warnings: findings.length - errors },
        lastRun,
        lastDrill,
        versions: row.versions,
      };
    });
  }

  #present(
    row: VersionRow,
    signatures: readonly SignatureRow[],
    signers: readonly SignerRow[],
  ): PlaybookVersion {
    const { playbook, executability } = this.#known.of(row);
    return {
      id: row.playbook,
      version: row.modified,
      playbook,
      sha256: row.sha256,
      signedBy: this.#signedBy(row, signatures, signers),
      executability: timely(executability, playbook, this.parts.clock.now()),
      forOperators: playbook.labels?.includes(FOR_OPERATORS) ?? false,
    };
  }

  #signedBy(
    row: VersionRow,
    signatures: readonly SignatureRow[],
    signers: readonly SignerRow[],
  ): SignedBy | null {
    const known: KnownVersion = this.#known.of(row);
    const verified = signatures.filter(
      (one) =>
        one.playbook === row.playbook &&
        one.modified === row.modified &&
        this.#known.isValid(known, one.signature),
    );
    return signedByOf(verified, signers, this.parts.clock.now());
  }
}

/** A version that its author has withdrawn, or whose time is over or has not come, is not executed. */
function timely(found: Executability, playbook: Playbook, now: Instant): Executability {
  const { revoked, valid_from: from, valid_until: until } = playbook;
  const reasons = [
    ...(revoked === true ? ['It has been revoked by its author.'] : []),
    ...(from !== undefined && now < Date.parse(from) ? [`It is valid from ${from} on.`] : []),
    ...(until !== undefined && now >= Date.parse(until) ? [`It was valid until ${until}.`] : []),
  ];
  return reasons.length === 0 ? found : { executable: false, reasons: [...reasonsOf(found), ...reasons] };
}

const reasonsOf = (found: Executability): string[] => (found.executable ? [] : found.reasons);

const lastApproval = ({ modified }: VersionRow, signatures: readonly SignatureRow[]): Instant | null =>
  signatures
    .filter((one) => one.modified === modified && one.approvedBy !== null)
    .reduce<Instant | null>((latest, { addedAt }) => Math.max(latest ?? addedAt, addedAt), null);
