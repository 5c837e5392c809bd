import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ACT,
  aPlaybook,
  anAction,
  cacaoId,
  END,
  PERSON,
  withSteps,
} from '../../../../../tests/support/cacao-playbooks';
import { parsePlaybook, readPlaybook } from './cacao';
import { lintPlaybook } from './lint';
import type { AgentTarget, Command, Playbook } from './model';

const findingsOf = (json: unknown) => {
  const reading = readPlaybook(json);
  return 'findings' in reading ? reading.findings : [];
};
const accepts = (json: unknown) => expect(findingsOf(json)).toEqual([]);
const refuses = (json: unknown, path: string) =>
  expect(findingsOf(json)).toContainEqual(expect.objectContaining({ rule: 'schema', level: 'error', path }));

const withAgent = (agent: object, type = (agent as { type: string }).type) => {
  const id = cacaoId(type, 5);
  return {
    playbook: aPlaybook({
      agent_definitions: { [PERSON]: { type: 'individual', name: 'Technician' }, [id]: agent as AgentTarget },
    }),
    path: `/agent_definitions/${id}`,
  };
};
const withCommand = (command: Command) =>
  withSteps({ [ACT]: anAction({ commands: [command], on_completion: END }) });
const COMMAND_PATH = `/workflow/${ACT}/commands/0`;

describe('reading a playbook', () => {
  it('hands out the very value that it was given', () => {
    const playbook = aPlaybook();
    expect(readPlaybook(playbook)).toEqual({ playbook });
    expect(readPlaybook(playbook)).toHaveProperty('playbook', playbook);
  });

  it('refuses properties that nobody knows, wherever they stand', () => {
    refuses({ ...aPlaybook(), colour: 'red' }, '');
    refuses(
      withSteps({ [ACT]: { ...anAction({ on_completion: END }), colour: 'red' } as never }),
      `/workflow/${ACT}`,
    );
    refuses(withCommand({ type: 'manual', command: 'Look', colour: 'red' }), COMMAND_PATH);
    const { playbook, path } = withAgent({ type: 'group', name: 'Team', colour: 'red' });
    refuses(playbook, path);
    refuses(
      aPlaybook({ playbook_variables: { __x__: { type: 'string', colour: 'red' } as never } }),
      '/playbook_variables/__x__',
    );
  });

  it('refuses keys that are not what they name, and names that are no variables', () => {
    refuses(withSteps({ [cacaoId('step', 3)]: { type: 'end' } }), '/workflow');
    refuses(withSteps({ [cacaoId('action', 3)]: { type: 'end' } }), `/workflow/${cacaoId('action', 3)}/type`);
    const { playbook } = withAgent({ type: 'soarca', name: 'Another product’s own' });
    refuses(playbook, '/agent_definitions');
    refuses(aPlaybook({ playbook_variables: { gateway: { type: 'string' } } }), '/playbook_variables');
  });

  it('knows what each type of command must have, and lets own types be', () => {
    refuses(withCommand({ type: 'http-api' }), COMMAND_PATH);
    refuses(withCommand({ type: 'openc2-http', command: 'POST / HTTP/1.1' }), COMMAND_PATH);
    refuses(withCommand({ type: 'sigma', command: 'rule' }), COMMAND_PATH);
    accepts(withCommand({ type: 'http-api', command: 'GET / HTTP/1.1', headers: { Accept: ['a'] } }));
    accepts(withCommand({ type: 'x-own', command: 'go', whatever: { is: [1] } }));
  });

  it('takes identifiers with UUIDs of versions 1 to 5 only', () => {
    for (const version of ['1', '4', '5']) {
      accepts(aPlaybook({ id: `playbook--00000000-0000-${version}000-8000-000000000001` }));
    }
    for (const version of ['0', '6', '7', '8']) {
      refuses(aPlaybook({ id: `playbook--00000000-0000-${version}000-8000-000000000001` }), '/id');
    }
  });

  it('takes a port as text, whole delays from 0, texts as values, and no empty extensions', () => {
    const address = { dname: ['cmms'] };
    accepts(withAgent({ type: 'http-api', name: 'Work orders', address, port: '443' }).playbook);
    const numbered = withAgent({ type: 'http-api', name: 'Work orders', address, port: 443 });
    refuses(numbered.playbook, `${numbered.path}/port`);
    const ported = withAgent({ type: 'net-address', name: 'Work orders', address, port: '443' });
    refuses(ported.playbook, ported.path);
    accepts(withSteps({ [ACT]: anAction({ delay: 0, on_completion: END }) }));
    refuses(withSteps({ [ACT]: anAction({ delay: 1.5, on_completion: END }) }), `/workflow/${ACT}/delay`);
    refuses(
      aPlaybook({ playbook_variables: { __x__: { type: 'integer', value: 1 as never } } }),
      '/playbook_variables/__x__/value',
    );
    refuses(aPlaybook({ playbook_extensions: {} }), '/playbook_extensions');
  });

  it('takes a variable wherever an address may stand, and hosts of one label', () => {
    const reach = (address: object) => withAgent({ type: 'http-api', name: 'It', address });
    accepts(reach({ ipv4: ['__ip__:value', '10.0.0.1'], ipv6: ['fe80::1', '__ip6__:value'] }).playbook);
    accepts(reach({ url: ['http://gw01:8080/x'], l2mac: ['00:1b:08:aa:bb:cc'], vlan: [7] }).playbook);
    for (const [kind, value] of [
      ['ipv4', '10.0.0.256'],
      ['ipv4', '10.0.0'],
      ['ipv6', 'nothing'],
      ['l2mac', '00-1b-08-aa-bb-cc'],
      ['url', 'two words'],
    ] as const) {
      const { playbook, path } = reach({ [kind]: [value] });
      refuses(playbook, `${path}/address/${kind}/0`);
    }
  });

  it('takes every kind of data marking, the one with both forms of references too', () => {
    const common = { created_by: cacaoId('identity', 1), created: '2026-11-20T10:00:00.000Z' };
    const iep = {
      type: 'marking-iep',
      id: cacaoId('marking-iep', 1),
      ...common,
      name: 'FIRST IEP',
      description: 'As agreed',
      tlp: 'TLP:AMBER',
      iep_version: 2,
      start_date: '2026-11-20T10:00:00.000Z',
      end_date: null,
      encrypt_in_transit: 'MAY',
      permitted_actions: 'NONE',
      affected_party_notifications: 'MAY',
      attribution: 'MUST NOT',
      unmodified_resale: 'MUST NOT',
      external_references: ['https://example.com', { name: 'Policy' }],
    };
    accepts(aPlaybook({ data_marking_definitions: { [iep.id]: iep } }));
    const tlp = { type: 'marking-tlp', id: cacaoId('marking-tlp', 1), ...common, tlpv2_level: 'TLP:PINK' };
    refuses(
      aPlaybook({ data_marking_definitions: { [tlp.id]: tlp } }),
      `/data_marking_definitions/${tlp.id}/tlpv2_level`,
    );
  });

  it('wants exactly one key of a signature', () => {
    const signature = {
      type: 'jss' as const,
      id: cacaoId('jss', 1),
      created: '2026-11-20T10:00:00.000Z',
      modified: '2026-11-20T10:00:00.000Z',
      signee: 'Plant',
      related_to: cacaoId('playbook', 1),
      related_version: '2026-11-20T10:00:00.000Z',
      hash_algorithm: 'sha-256',
      algorithm: 'Ed25519',
      value: 'AA',
    };
    accepts(aPlaybook({ signatures: [{ ...signature, public_key: 'AA' }] }));
    refuses(aPlaybook({ signatures: [signature] }), '/signatures/0');
    refuses(
      aPlaybook({ signatures: [{ ...signature, public_key: 'AA', thumbprint: 'AA' }] }),
      '/signatures/0',
    );
  });
});

describe('a hostile playbook is refused in less than a second', () => {
  // The schemas are compiled at first use, which is no part of what is measured.
  readPlaybook({});
  /** What comes of it, in less than a second by itself: a busy machine may take a turn or two away. */
  function quickly<T>(work: () => T): T {
    for (let turn = 1; ; turn += 1) {
      const start = performance.now();
      const result = work();
      const took = performance.now() - start;
      if (took < 1_000 || turn === 3) {
        expect(took).toBeLessThan(1_000);
        return result;
      }
    }
  }
  const within = (read: () => ReturnType<typeof readPlaybook>) => {
    const reading = quickly(read);
    return 'findings' in reading ? reading.findings : [];
  };

  it('a text of more than 1 MiB', () => {
    const text = JSON.stringify(aPlaybook({ description: 'x'.repeat(1_100_000) }));
    expect(within(() => parsePlaybook(text))).toMatchObject([{ rule: 'limit' }]);
    expect(within(() => readPlaybook(JSON.parse(text)))).toMatchObject([{ rule: 'limit' }]);
  });

  it('10,000 steps', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [cacaoId('end', i + 10), { type: 'end' } as const]),
    );
    expect(within(() => readPlaybook(withSteps(steps)))).toMatchObject([
      { rule: 'limit', path: '/workflow' },
    ]);
  });

  it('a value nested ever deeper, or into itself', () => {
    const deep = `{"name":${'['.repeat(500_000)}${']'.repeat(500_000)}}`;
    expect(within(() => parsePlaybook(deep))).toMatchObject([{ rule: 'limit' }]);
    const round: Record<string, unknown> = { type: 'playbook' };
    round['workflow'] = round;
    expect(within(() => readPlaybook(round))).toMatchObject([{ rule: 'limit' }]);
  });

  it('a megabyte of what is wrong everywhere, and of what is nearly a variable or an address', () => {
    const wrong = { ...aPlaybook(), labels: Array.from({ length: 4_999 }, () => ({ a: [1, 2, 3] })) };
    expect(within(() => readPlaybook(wrong)).length).toBeLessThanOrEqual(100);
    const long = (char: string) =>
      withAgent({ type: 'ssh', name: 'x', address: { ipv6: [char.repeat(900_000)] } }).playbook;
    for (const char of ['a', ':', '1.', 'f:'])
      expect(within(() => readPlaybook(long(char))).length).toBeGreaterThan(0);
    const text = withCommand({ type: 'manual', command: '_'.repeat(500_000) + '__a'.repeat(150_000) });
    quickly(() => lintPlaybook(text));
    quickly(() => lintPlaybook(withCommand({ type: 'manual', command: '__a__:value'.repeat(90_000) })));
  });

  it('steps that lead into each other in every way', () => {
    const ids = Array.from({ length: 1_900 }, (_, i) => cacaoId('switch-condition', i));
    const tangle = Object.fromEntries(
      ids.map((id, i) => [
        id,
        {
          type: 'switch-condition' as const,
          switch: '__x__',
          cases: Object.fromEntries(
            [1, 7, 31].map((step, k) => [`c${k}`, ids[(i * 3 + step) % ids.length]!]),
          ),
          on_completion: ids[(i + 1) % ids.length]!,
        },
      ]),
    );
    const playbook = withSteps({ ...tangle, [ACT]: anAction({ on_completion: ids[0]! }) });
    expect(quickly(() => readPlaybook(playbook))).toHaveProperty('playbook');
    expect(quickly(() => lintPlaybook(playbook)).map(({ rule }) => rule)).toContain('L8');
  });

  it('what is no JSON, or no playbook at all', () => {
    expect(within(() => parsePlaybook('{"type":'))).toMatchObject([{ rule: 'json' }]);
    for (const json of [null, 1, 'playbook', [], true]) {
      expect(within(() => readPlaybook(json))[0]).toMatchObject({ rule: 'schema', path: '' });
    }
  });

  it('text that has no canonical form', () => {
    expect(within(() => readPlaybook(aPlaybook({ name: 'a\ud800' })))).toMatchObject([{ rule: 'limit' }]);
  });
});

const EXAMPLES = '../shared/data/cacao/examples';
describe.skipIf(!existsSync(EXAMPLES))(
  'the examples of the standard’s committee (skipped: shared/data/cacao is not here)',
  () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'));
    const playbooks = existsSync(EXAMPLES)
      ? readdirSync(EXAMPLES).filter((name) => name.endsWith('.json') && name !== 'identity-object.json')
      : [];

    it('are all read', () => {
      expect(playbooks.length).toBeGreaterThanOrEqual(3);
      for (const name of playbooks) accepts(read(name));
    });

    it('refer to nothing that is not there, and end their branches; what they do not say is their effects', () => {
      for (const name of playbooks) {
        const errors = lintPlaybook(read(name) as Playbook).filter(({ level }) => level === 'error');
        expect([...new Set(errors.map(({ rule }) => rule))]).toEqual(['L13']);
      }
    });

    it('do not include the identity object, which is no playbook', () => {
      expect(findingsOf(read('identity-object.json')).length).toBeGreaterThan(0);
    });
  },
);
