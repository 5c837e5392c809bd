import { readHttpRequest, type HttpRequest } from '../../../domain/playbooks/commands/http-request';
import { changesNothing } from '../../../domain/playbooks/effect';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import { call, type Answered, type Boundaries } from '../../outgoing/call';
import { listHosts } from '../../storage/outgoing-store';
import type { Database } from '../../storage/database';
import type { Executor, StepOutcome, StepWork } from '../executor';
import { credentialOf, type Credential } from './http-credential';
import { destinationsOf, type Destination } from './http-destination';
import { answerOutputs } from './http-outputs';

/** No answer is waited for longer than this, however much time the step has. */
const LONGEST_ANSWER_MS = 60_000;
const MOST_ANSWER_BYTES = 64 * 1_024;
/** A server in between gave up: whether the one behind it did it, nobody knows. */
const UNCERTAIN: ReadonlySet<number> = new Set([408, 502, 504]);

export interface HttpParts {
  database: Database;
  clock: Clock;
  log: Logger;
  /** Where secrets are kept. */
  keysDirectory: string;
  /** Addresses of the plant's own equipment, as far as they are known. */
  plantAddresses(): Promise<ReadonlySet<string>>;
  /** Authorities whose certificates are believed instead of the system's, as PEM. */
  authorities: string | undefined;
  /** For tests of the program itself. */
  trial?: Pick<Boundaries, 'allowsOwnMachine' | 'resolve'> | undefined;
}

interface Prepared {
  request: HttpRequest;
  destination: Destination;
  credential: Credential | undefined;
}

/** Sends a request over HTTPS to a listed host, with a secret by reference (D16). */
export function httpApiExecutor(parts: HttpParts): Executor {
  return {
    type: 'http-api',
    async execute(work) {
      try {
        const prepared = await prepare(parts, work);
        if ('fault' in prepared) return failed(`Nothing was sent: ${prepared.fault}.`);
        return await sendAll(parts, work, prepared);
      } catch (error) {
        parts.log.error({ err: error, run: work.run.id }, 'a request of a playbook went wrong');
        const kind = changesNothing(work.effect) ? 'failed' : 'unknown';
        return { kind, text: 'Sending it went wrong here; it has been written down.' };
      }
    },
    async preview(work) {
      const prepared = await prepare(parts, work).catch(() => ({ fault: 'the database does not answer' }));
      if ('fault' in prepared) return `Would be refused: ${prepared.fault}.`;
      return prepared
        .map(({ request, destination, credential }) => {
          const secret = credential === undefined ? '' : `, with the secret ${credential.name}`;
          return `Sends ${request.method} ${request.path} to ${destination.url.host} over HTTPS${secret}.`;
        })
        .join('\n');
    },
  };
}

async function prepare(parts: HttpParts, work: StepWork): Promise<Prepared[] | { fault: string }> {
  const request = readHttpRequest(work.command);
  if ('fault' in request) return { fault: `the request ${request.fault}` };
  const destinations = destinationsOf(work, request.path);
  if ('fault' in destinations) return destinations;
  const listed = await listedHosts(parts);
  const prepared: Prepared[] = [];
  for (const destination of destinations.all) {
    const { host } = destination.url;
    if (!listed.has(host)) return { fault: `${host} is not on the list of hosts that steps may call` };
    const credential = await credentialOf(parts, work, destination);
    if (credential !== undefined && 'fault' in credential) return credential;
    prepared.push({ request, destination, credential });
  }
  return prepared;
}

const listedHosts = async ({ database }: HttpParts): Promise<ReadonlySet<string>> =>
  new Set((await database.read(listHosts)).map(({ host }) => host));

/** One destination after the other; the first that does not take it ends it. */
async function sendAll(
  parts: HttpParts,
  work: StepWork,
  prepared: readonly Prepared[],
): Promise<StepOutcome> {
  const texts: string[] = [];
  let outputs: Record<string, string> = {};
  for (const [i, one] of prepared.entries()) {
    const answered = await sendOne(parts, work, one, i);
    const outcome = judge(answered, one, !changesNothing(work.effect));
    texts.push(outcome.text);
    if (outcome.kind !== 'succeeded') return { ...outcome, text: texts.join('\n') };
    outputs = { ...outputs, ...outcome.outputs };
  }
  return { kind: 'succeeded', text: texts.join('\n'), outputs };
}

async function sendOne(
  parts: HttpParts,
  work: StepWork,
  { request, destination, credential }: Prepared,
  index: number,
): Promise<Answered> {
  const left = work.deadline - parts.clock.now();
  if (left <= 0) return { kind: 'failed', text: 'no time was left', isLate: true, mayHaveArrived: false };
  return call(
    {
      url: destination.url,
      method: request.method,
      headers: {
        'user-agent': 'Zonewatch',
        ...request.headers,
        'idempotency-key': index === 0 ? work.idempotencyKey : `${work.idempotencyKey}-${index + 1}`,
        ...credential?.header,
      },
      body: request.body,
      answerWithinMs: Math.min(left, LONGEST_ANSWER_MS),
      mostAnswerBytes: MOST_ANSWER_BYTES,
      signal: work.signal,
    },
    {
      // Read anew: a host may have been taken off the list a moment ago.
      hosts: await listedHosts(parts),
      plant: await parts.plantAddresses(),
      authorities: parts.authorities,
      ...parts.trial,
    },
  );
}

function judge(answered: Answered, { destination, credential }: Prepared, changes: boolean): StepOutcome {
  const { host } = destination.url;
  switch (answered.kind) {
    case 'refused':
      return failed(`${host} was not called: ${answered.text}.`);
    case 'failed':
      if (answered.mayHaveArrived && changes) {
        return {
          kind: 'unknown',
          text: `${host}: ${answered.text}. It may have got the request all the same.`,
        };
      }
      return { kind: answered.isLate ? 'timed-out' : 'failed', text: `${host}: ${answered.text}.` };
    case 'answered': {
      const { status } = answered;
      const cut = answered.isWhole ? '' : ' The rest of its answer was not read.';
      if (status >= 200 && status < 300) {
        return {
          kind: 'succeeded',
          text: `${host} answered ${status}.${cut}`,
          outputs: answerOutputs(answered, credential),
        };
      }
      if (status >= 300 && status < 400)
        return failed(`${host} redirects (${status}), which is not followed.`);
      if (UNCERTAIN.has(status) && changes) {
        return { kind: 'unknown', text: `${host} answered ${status}: whether it was done is not known.` };
      }
      return {
        ...failed(`${host} answered ${status}.${cut}`),
        outputs: answerOutputs(answered, credential),
      };
    }
  }
}

const failed = (text: string): StepOutcome => ({ kind: 'failed', text });
