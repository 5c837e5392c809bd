import type { GatewayId, PlaybookId } from '../../src/lib/domain/ids';
import { isOver } from '../../src/lib/domain/playbooks/run';
import type { RunEntry, RunStepView, RunView } from '../../src/lib/protocol/runs';
import { DEMO_PASSWORD } from './demo-plant';
import { until } from './until';

/** What people fill in where a step asks for values. */
export type Values = Readonly<Record<string, string>>;

/** What people do by hand when a step of that name waits for them, and what they fill in. */
export type Hands = Readonly<Record<string, Values | (() => Promise<Values | void> | Values | void)>>;

export interface DrillFile {
  run: RunView;
  steps: RunStepView[];
  entries: RunEntry[];
  variables: { name: string; value: string | null }[];
}

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** People who sit before the program, each signed in, and what they ask of its API. */
export class Crew {
  readonly #cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  async signIn(person: string, password = DEMO_PASSWORD): Promise<string> {
    const response = await fetch(`${this.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url },
      body: JSON.stringify({ username: person, password }),
    });
    if (response.status !== 200) throw new Error(`${person} is not let in: ${response.status}`);
    const cookie = String(response.headers.get('set-cookie')).split(';')[0] ?? '';
    this.#cookies.set(person, cookie);
    return cookie;
  }

  async get(person: string, path: string): Promise<Reply> {
    return this.#ask(person, path);
  }

  async post(person: string, path: string, body: object): Promise<Reply> {
    return this.#ask(person, path, body);
  }

  async #ask(person: string, path: string, body?: object): Promise<Reply> {
    const cookie = this.#cookies.get(person) ?? (await this.signIn(person));
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        cookie,
        origin: this.url,
        // What hands do meanwhile may take longer than the server keeps an idle connection.
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

/** A drill that people carry through: who starts, completes and approves, what their hands do. */
export class Drill {
  #path = '';

  constructor(
    private readonly crew: Crew,
    private readonly hands: Hands,
    /** What goes on beside the steps, at every look: acknowledging what rings. */
    private readonly meanwhile: () => Promise<void> = async () => undefined,
    private readonly people: {
      starter: string;
      hand: string;
      approvers: Readonly<Record<string, string>>;
    } = {
      starter: 'operator',
      hand: 'operator',
      approvers: { responder: 'responder', 'process-owner': 'owner' },
    },
  ) {}

  async start(playbook: PlaybookId, about: object): Promise<RunView> {
    const { starter } = this.people;
    const { status, body } = await this.crew.post(starter, `/playbooks/${playbook}/runs`, {
      mode: 'drill',
      ...about,
    });
    if (status !== 201) throw new Error(`the drill does not start: ${status} ${JSON.stringify(body)}`);
    const run = body['run'] as RunView;
    this.#path = `/runs/${run.id}`;
    return run;
  }

  async file(): Promise<DrillFile> {
    return (await this.crew.get(this.people.starter, this.#path)).body as unknown as DrillFile;
  }

  /** Does what people have to do until the run is over, and tells how it ended. */
  async carryThrough(withinMs: number): Promise<DrillFile> {
    const stopped = await until(() => this.#isStopped(), withinMs, 'the drill to be over', 250).catch(String);
    const file = await this.file();
    if (stopped === 'over') return file;
    const open = file.steps.filter(({ status }) => !['pending', 'skipped', 'succeeded'].includes(status));
    const lines = open.map(({ name, status, problem, result }) =>
      [name, status, problem, result].join(' | '),
    );
    throw new Error([stopped, file.run.status, ...lines].join('\n'));
  }

  /** Does what people have to do at this moment; true once the run is over. Throws what goes wrong. */
  async serve(): Promise<boolean> {
    const { run, steps } = await this.file();
    if (isOver(run.status)) return true;
    await this.meanwhile();
    for (const step of steps) await this.#serve(step, run);
    return false;
  }

  /** 'over', what went wrong, or nothing yet. */
  async #isStopped(): Promise<string | false> {
    try {
      return (await this.serve()) && 'over';
    } catch (error) {
      return String(error);
    }
  }

  async #serve(step: RunStepView, run: RunView): Promise<void> {
    if (step.status === 'waiting-approval') return this.#approve(step, run);
    if (step.status !== 'waiting-person') return;
    const hand = this.hands[step.name];
    const values = typeof hand === 'function' ? await hand() : hand;
    await this.#must(this.people.hand, `/steps/${step.step}/complete`, {
      outcome: 'done',
      values: values ?? {},
      note: 'Done as it says.',
    });
  }

  async #approve({ step, approval }: RunStepView, { gateway }: RunView): Promise<void> {
    const approver = approval?.roles.map((role) => this.people.approvers[role]).find(Boolean);
    if (approval === null || approver === undefined) throw new Error(`nobody is there to approve ${step}`);
    await this.#must(approver, `/steps/${step}/approve`, {
      bindsTo: approval.bindsTo,
      reason: 'Read what happens to each drive.',
      named: gateway === null ? [] : await this.#mustBeNamed(approver, gateway),
    });
  }

  async #mustBeNamed(person: string, gateway: GatewayId): Promise<string[]> {
    const { body } = await this.crew.get(person, `/gateways/${gateway}/communication-loss`);
    return (body['mustBeNamed'] as string[] | undefined) ?? [];
  }

  /** What somebody else was faster with is no fault. */
  async #must(person: string, path: string, body: object): Promise<void> {
    const reply = await this.crew.post(person, this.#path + path, body);
    if (reply.status !== 200 && reply.status !== 409) {
      throw new Error(`${person} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
  }
}
