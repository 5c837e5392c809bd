import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { csafTestWords } from '../../domain/advisories/csaf-tests';
import { SECOND_MS } from '../../domain/time';
import type { AdvisoryRemark } from '../storage/schema/advisory';

/** What the check of a CSAF document came to. */
export interface CsafCheck {
  /** What keeps the document out. */
  faults: readonly AdvisoryRemark[];
  /** What was found and does not change what it says. */
  remarks: readonly AdvisoryRemark[];
}

/** What the worker tells of one test of the library. */
interface Failed {
  test: string;
  errors: { instancePath?: string; message?: string }[];
}

type Reply = { loaded: true } | { failed: Failed[] } | { broken: string };

/** Its schemas take seconds to compile, more on a machine that has other things to do. */
const LOADING_MS = 60 * SECOND_MS;
/** A real document of two megabytes takes well under a second. */
const LONGEST_MS = 8 * SECOND_MS;
/** It may be asked for again soon; until then it costs memory. */
const IDLE_MS = 60 * SECOND_MS;
const MEMORY_MB = 256;
const MOST_FINDINGS = 50;
const LIBRARY = '@secvisogram/csaf-validator-lib';

/**
 * The whole program of the worker. It reads the library's schema test and mandatory tests and no others: the optional
 * ones take twice as long to load as all the rest, and the informative ones would ask servers on the internet, which
 * is why its strict mode, which loads them all, is not used. Mandatory tests begin only where the schema holds, as
 * they rely on it.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = Promise.all(workerData.map((url) => import(url)));
loaded.then(
  () => parentPort.postMessage({ loaded: true }),
  (error) => parentPort.postMessage({ broken: String(error && error.message).slice(0, 500) }),
);
parentPort.on('message', async (text) => {
  try {
    const [{ default: validate }, { csaf_2_0_strict: schema }, mandatory] = await loaded;
    const document = JSON.parse(text);
    const failed = async (tests) =>
      (await validate(tests, document)).tests
        .filter(({ isValid }) => !isValid)
        .map(({ name, errors }) => ({
          test: name,
          errors: errors.slice(0, ${MOST_FINDINGS}).map(({ instancePath, message }) => ({ instancePath, message })),
        }));
    const shape = await failed([schema]);
    parentPort.postMessage({ failed: shape.length > 0 ? shape : await failed(Object.values(mandatory)) });
  } catch (error) {
    parentPort.postMessage({ broken: String(error && error.message).slice(0, 500) });
  }
});
`;

/**
 * The validator library for CSAF 2.0, loaded on first use and in a thread of its own: a hostile document can hold up
 * neither gateways nor screens, and after a few seconds the thread is ended with it.
 */
export class CsafChecker {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** Checks the text of a document that is within our own limits, one after the other. */
  check(text: string): Promise<CsafCheck> {
    const mine = this.#turn.then(() => this.#ask(text));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #load(): Promise<Worker> {
    const worker = start();
    const reply = await replyOf(worker, undefined, LOADING_MS);
    if (reply !== undefined && 'loaded' in reply) return worker;
    await worker.terminate();
    const why = reply !== undefined && 'broken' in reply ? reply.broken : 'it did not answer';
    throw new Error(`the validator of CSAF documents could not be loaded: ${why}`);
  }

  async #ask(text: string): Promise<CsafCheck> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= await this.#load());
    const reply = await replyOf(worker, text, LONGEST_MS);
    if (reply === undefined || 'loaded' in reply) {
      await this.close();
      return { faults: [{ path: '', message: TOO_LONG }], remarks: [] };
    }
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    if ('broken' in reply)
      return { faults: [{ path: '', message: `The check broke off: ${reply.broken}` }], remarks: [] };
    return sorted(reply.failed);
  }
}

const TOO_LONG = 'The check did not come to an end; a real advisory takes less than a second.';

function start(): Worker {
  const { resolve } = createRequire(import.meta.url);
  const files = ['validate.js', 'schemaTests.js', 'mandatoryTests.js'];
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: files.map((file) => pathToFileURL(resolve(`${LIBRARY}/${file}`)).href),
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // What it inherits by default may name loaders that it needs not.
    execArgv: [],
  });
  worker.unref();
  return worker;
}

/** The worker's answer; undefined when none came in time, or it died of the document. */
function replyOf(worker: Worker, text: string | undefined, mostMs: number): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(undefined), mostMs);
    const gone = () => done(undefined);
    const done = (reply: Reply | undefined) => {
      clearTimeout(timer);
      worker.off('message', done);
      worker.off('error', gone);
      worker.off('exit', gone);
      worker.unref();
      resolve(reply);
    };
    worker.on('message', done);
    worker.on('error', gone);
    worker.on('exit', gone);
    worker.ref();
    if (text !== undefined) worker.postMessage(text);
  });
}

function sorted(failed: readonly Failed[]): CsafCheck {
  const of = (tests: readonly Failed[]): AdvisoryRemark[] =>
    tests
      .flatMap(({ test, errors }) => {
        const { words } = csafTestWords(test);
        const places = errors.length === 0 ? [{}] : errors;
        return places.map(({ instancePath = '', message = '' }: Failed['errors'][number]) => ({
          path: instancePath.slice(0, 300),
          message: [words, message.slice(0, 300)].filter(Boolean).join(': '),
        }));
      })
      .slice(0, MOST_FINDINGS);
  return {
    faults: of(failed.filter(({ test }) => csafTestWords(test).isFault)),
    remarks: of(failed.filter(({ test }) => !csafTestWords(test).isFault)),
  };
}
