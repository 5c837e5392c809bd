import type { EventTypeId } from '../catalogue';
import type { Finding } from '../finding';
import { keyOf } from '../key';
import { recentOf, SCANS, type Situation } from '../situation';
import { numberIn, textIn, type Judgement, type JudgementRule } from './rule';

/** As fail2ban takes it: five in ten minutes from one source. */
const FAILURES_OF_ONE = 5;
/** From many sources against one gateway in the same time. */
const FAILURES_OF_ALL = 20;

/** Registers of a drive that make it move: control word and reference, counted from 0 and from 1 (reference: drives). */
const CONTROL_REGISTERS: readonly number[] = [
  // VLT FC: control word, reference; FC 101: control word.
  49_999, 50_000, 50_009, 50_010, 2_809, 2_810,
  // VACON: control word, general control word, speed reference.
  2_000, 2_001, 2_002, 2_003,
];

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, row) => total + row.count, 0);

function bruteForce(src: string, failures: number, sources: number, text: string): Finding {
  const fields = { src, failures, sources };
  return {
    type: 'auth.ssh_bruteforce',
    fields,
    text,
    key: keyOf('auth.ssh_bruteforce', fields),
    source: 'zonewatch',
    ends: false,
  };
}

function failedLogin({ fields }: Finding, situation: Situation): Judgement | undefined {
  const src = textIn(fields, 'src');
  const own = src === '' ? 0 : sum(recentOf(situation, ['auth.ssh_failed'], src));
  if (own >= FAILURES_OF_ONE) {
    return { also: [bruteForce(src, own, 1, `${own} failed SSH logins from ${src} in 10 minutes`)] };
  }
  const rows = recentOf(situation, ['auth.ssh_failed']);
  const all = sum(rows);
  if (all < FAILURES_OF_ALL) return undefined;
  return {
    also: [
      bruteForce(
        'many',
        all,
        rows.length,
        `${all} failed SSH logins from ${rows.length} sources in 10 minutes`,
      ),
    ],
  };
}

/** What the source of a login did here before, in words; `undefined` when it did nothing. */
function attackBefore(src: string, situation: Situation): string | undefined {
  if (src === '') return undefined;
  const [tried] = recentOf(situation, ['auth.ssh_bruteforce'], src);
  if (tried !== undefined) return `${src} had tried logins by brute force`;
  const [scanned] = recentOf(situation, SCANS, src);
  return scanned === undefined ? undefined : `${src} had scanned ports before`;
}

function login({ fields }: Finding, situation: Situation): Judgement | undefined {
  const attack = attackBefore(textIn(fields, 'src'), situation);
  if (attack !== undefined) return { severity: 'critical', because: attack };
  if (situation.isKeysOnly && textIn(fields, 'method').includes('password')) {
    return { severity: 'medium', because: 'by password, although only keys are to be used' };
  }
  if (situation.isMaintenance === false)
    return { severity: 'medium', because: 'no access is approved at this time' };
  return undefined;
}

const accountChange: JudgementRule = (_, { isMaintenance }) => {
  if (isMaintenance === true) return { isExplained: true, because: 'within approved work' };
  if (isMaintenance === false) return { severity: 'critical', because: 'outside of approved work' };
  return undefined;
};

function modbusWrite({ fields }: Finding, situation: Situation): Judgement | undefined {
  const first = numberIn(fields, 'register');
  const last = (first ?? 0) + (numberIn(fields, 'quantity') ?? 1) - 1;
  if (first !== undefined && CONTROL_REGISTERS.some((register) => register >= first && register <= last)) {
    return { severity: 'critical', because: 'to a register that makes the drive move' };
  }
  const attack = recentOf(situation, ['auth.ssh_success']).find(
    (row) => attackBefore(textIn(row.fields, 'src'), situation) !== undefined,
  );
  return attack === undefined
    ? undefined
    : {
        severity: 'critical',
        because: `after a login by ${textIn(attack.fields, 'src')}, which had attacked before`,
      };
}

/** Logins, accounts, and what is done with them. */
export const ACCESS_RULES = {
  'auth.ssh_failed': failedLogin,
  'auth.ssh_success': login,
  'auth.account_change': accountChange,
  'ot.modbus_write': modbusWrite,
} as const satisfies Partial<Record<EventTypeId, JudgementRule>>;
