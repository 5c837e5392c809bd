import { Worker, workerData, type TransferListItem } from 'node:worker_threads';

/**
 * A worker thread that runs a TypeScript module. The module reads what it was given by `workerInput`.
 * `module` is its URL: `new URL('./worker.ts', import.meta.url)`.
 */
export function startWorker(module: URL, input: unknown, transferList: TransferListItem[] = []): Worker {
  return new Worker(new URL('./worker-entry.js', import.meta.url), {
    workerData: { module: module.href, input },
    // The test runner's own loaders are none of the worker's.
    execArgv: [],
    transferList,
  });
}

/** In the worker's module: what it was given. */
export const workerInput = <T>(): T => (workerData as { input: T }).input;
