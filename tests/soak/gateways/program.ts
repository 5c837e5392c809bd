import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from './course';
import { Gateway } from './gateway';
import type { Answer, GatewayReport, Order } from './words';

// All gateways of a soak, in a process of their own that is told what to do over its message channel.
const REPORT_EVERY_MS = 250;
const WORK_EVERY_MS = 25;
/** Gateways take turns, so that not all of them send at the same moment. */
const TURNS = 4;

let gateways: Gateway[] = [];
const tell = (answer: Answer) => void process.send?.(answer);

function begin({ port, gateways: wanted }: Extract<Order, { type: 'begin' }>): void {
  gateways = wanted.map(({ course, folder, version }) => {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const credentials = {
      certificatePem: read('certificate.pem'),
      keyPem: read('key.pem'),
      caPem: read('ca.pem'),
    };
    return new Gateway({ course, port, version, credentials });
  });
  for (const gateway of gateways) gateway.dial();
  let turn = 0;
  setInterval(() => {
    turn = (turn + 1) % TURNS;
    const now = Date.now();
    for (let i = turn; i < gateways.length; i += TURNS) gateways[i]?.work(now);
  }, WORK_EVERY_MS);
  setInterval(() => gateways.forEach((gateway) => gateway.tick(Date.now())), 1_000);
  setInterval(() => tell(report()), REPORT_EVERY_MS);
}

function report(): GatewayReport {
  const add = (of: (gateway: Gateway) => number) => gateways.reduce((sum, gateway) => sum + of(gateway), 0);
  const each = (of: (account: Gateway['accounts']['sample']) => number) =>
    add(({ accounts }) => KINDS.reduce((sum, kind) => sum + of(accounts[kind]), 0));
  return {
    type: 'report',
    at: Date.now(),
    published: each((account) => account.published),
    acknowledged: each((account) => account.acknowledged.count),
    refused: each((account) => account.refused.count),
    waiting: add(({ waiting }) => waiting),
    connects: add(({ connects }) => connects),
    drops: add(({ drops }) => drops),
    resent: add(({ resent }) => resent),
    strays: add(({ strays }) => strays),
    pulledAt: gateways.map(({ pulledAt }) => pulledAt ?? null),
    frontMs: gateways.map(({ frontMs }) => frontMs),
  };
}

process.on('message', (order: Order) => {
  switch (order.type) {
    case 'begin':
      return begin(order);
    case 'pull':
      return order.gateways.forEach((i) => gateways[i]?.pull(order.ms, order.silent));
    case 'stop':
      return gateways.forEach((gateway) => gateway.stop(Date.now()));
    case 'books':
      return tell({ type: 'books', books: gateways.map((gateway) => gateway.books()) });
    case 'end':
      for (const gateway of gateways) gateway.end();
      setTimeout(() => process.exit(0), 500);
  }
});
// The run is gone: nobody wants the gateways any more.
process.on('disconnect', () => process.exit(0));
// A signal is told to the whole group; the run ends the gateways in order.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
