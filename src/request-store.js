/**
 * Switches off the framework's store of the present request before the framework is loaded. It serves
 * `getRequestEvent()` after an `await`, which no page of ours calls, nor do we use remote functions or pages
 * that render asynchronously, which would need it. It holds for the whole process: nothing in it may rely on
 * an `AsyncLocalStorage`. Up to Node.js 22, once it has been used, every promise and every callback of the process
 * is followed: about 3 of 36 us of each message at 20,000 messages a second. Later versions follow them for
 * nothing, and are left alone.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';

const FREE_SINCE = 24;

if (Number.parseInt(process.versions.node, 10) < FREE_SINCE) {
  /**
   * @template R
   * @template {unknown[]} A
   * @param {unknown} _store
   * @param {(...args: A) => R} callback
   * @param {A} args
   */
  AsyncLocalStorage.prototype.run = (_store, callback, ...args) => callback(...args);
}
