import { EVIDENCE, type EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import type { EvidenceRow, NewAnswer } from '../storage/evidence-store';

/** An answer with the asset and the question that it belongs to. */
export interface AssetAnswer extends Answer {
  asset: string;
  key: EvidenceKey;
}

/** What came of taking answers in. */
export interface Taken {
  /** Those that the database is to hear of. */
  due: NewAnswer[];
  /** Assets that stand otherwise than before. */
  changed: Set<string>;
}

/** The same answer is written down again after this part of the time for which it counts. */
const REWRITE_PART = 8;

type Book = Map<string, Map<EvidenceKey, Answer>>;

/** The newest answer to every question of every asset, and which of them the database has yet to hear of. */
export class AnswerBook {
  readonly #answers: Book = new Map();
  readonly #written: Book = new Map();

  /** By asset, as zones are judged. */
  get byAsset(): ReadonlyMap<string, ReadonlyMap<EvidenceKey, Answer>> {
    return this.#answers;
  }

  /** Takes over what is stored. */
  restore(rows: readonly EvidenceRow[]): void {
    for (const { asset, key, verdict, found, lastAt: at } of rows) {
      enter(this.#answers, asset, key, { verdict, found, at });
      enter(this.#written, asset, key, { verdict, found, at });
    }
  }

  /** Takes answers in; one that is older than what is known is dropped. Due ones stay due until `written`. */
  take(answers: readonly AssetAnswer[]): Taken {
    const taken: Taken = { due: [], changed: new Set() };
    for (const { asset, key, verdict, found, at } of answers) {
      const { freshForMs } = EVIDENCE[key];
      const known = this.#answers.get(asset)?.get(key);
      if (known !== undefined && at < known.at) continue;
      const answer: Answer = { verdict, found, at };
      enter(this.#answers, asset, key, answer);
      if (known === undefined || isOther(known, answer) || at - known.at >= freshForMs)
        taken.changed.add(asset);
      const written = this.#written.get(asset)?.get(key);
      if (written === undefined || isOther(written, answer) || isOld(written, at, freshForMs))
        taken.due.push({ asset, key, ...answer, freshForMs: Math.max(1, freshForMs) });
    }
    return taken;
  }

  written(answers: readonly NewAnswer[]): void {
    for (const { asset, key, verdict, found, at } of answers)
      enter(this.#written, asset, key, { verdict, found, at });
  }
}

const enter = (book: Book, asset: string, key: EvidenceKey, answer: Answer): void => {
  const answers = book.get(asset);
  if (answers === undefined) book.set(asset, new Map([[key, answer]]));
  else answers.set(key, answer);
};

/** Another finding; a pass is the same whatever was found, as a clock's offset is never twice the same. */
const isOther = (a: Answer, b: Answer): boolean =>
  a.verdict !== b.verdict || (b.verdict === 'fail' && a.found !== b.found);

/** Whether its row would soon look abandoned. */
const isOld = (written: Answer, at: number, freshForMs: number): boolean =>
  at > written.at && at - written.at >= freshForMs / REWRITE_PART;
