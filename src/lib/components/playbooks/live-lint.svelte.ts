import type { Finding } from '$lib/domain/playbooks/cacao/finding';
import { ApiError, sendJson } from '$lib/live/api';

/** Pause after the last change before a text is checked. */
export const LINT_AFTER_MS = 400;

/** Checks a playbook's text while somebody writes it; only the answer to the newest text counts. */
export class LiveLint {
  state = $state.raw<'empty' | 'checking' | 'checked' | 'failed'>('empty');
  findings = $state.raw<readonly Finding[]>([]);
  fault = $state.raw('');
  readonly #send: typeof sendJson;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;

  constructor(send: typeof sendJson = sendJson) {
    this.#send = send;
  }

  /** Whether the text as it stands was checked and holds no error. */
  get isClean(): boolean {
    return this.state === 'checked' && this.findings.every(({ level }) => level !== 'error');
  }

  /** Whether it is no playbook at all: then it cannot even be kept. */
  get isUnreadable(): boolean {
    return this.state === 'checked' && this.findings.some(({ rule }) => UNREADABLE.has(rule));
  }

  check(text: string): void {
    this.#number += 1;
    clearTimeout(this.#timer);
    if (text.trim() === '') {
      this.state = 'empty';
      this.findings = [];
      return;
    }
    this.state = 'checking';
    const number = this.#number;
    this.#timer = setTimeout(() => void this.#ask(text, number), LINT_AFTER_MS);
  }

  stop(): void {
    this.#number += 1;
    clearTimeout(this.#timer);
  }

  async #ask(text: string, number: number): Promise<void> {
    try {
      const { findings } = await this.#send<{ findings: Finding[] }>('/playbooks/lint', text);
      if (number !== this.#number) return;
      this.findings = findings;
      this.state = 'checked';
    } catch (error) {
      if (number !== this.#number) return;
      this.fault = error instanceof ApiError ? error.message : 'It could not be checked.';
      this.state = 'failed';
    }
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['json', 'schema', 'limit']);
