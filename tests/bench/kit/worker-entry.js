import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// `node --import tsx` reaches the main thread only: a worker takes the loader on by itself.
register();
await import(workerData.module);
