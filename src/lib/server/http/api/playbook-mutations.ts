import { z } from 'zod';
import { playbookId } from '../../../domain/ids';
import { playbookFinding, playbookSummary, type PlaybookSummary } from '../../../protocol/playbooks';
import { APPROVE, approveInput, approvePlaybook } from '../../playbooks/library/approve-playbook';
import { IMPORT, importPlaybook } from '../../playbooks/library/import-playbook';
import { lintPlaybookHere } from '../../playbooks/library/lint-playbook';
import { defineMutation } from './mutation';

/** The body is the playbook itself, as text: what is no JSON is a finding like any other. */
const read = async (request: Request) => ({ text: await request.text() });
const body = z.looseObject({ type: z.literal('playbook') });
const response = z.object({ playbook: playbookSummary });
const answer = (playbook: PlaybookSummary) => ({ playbook });

export const importOne = defineMutation({
  path: '/playbooks',
  summary: 'Take a version of a playbook into the library; the same again changes nothing',
  command: { ...IMPORT, of: (app) => importPlaybook(app.playbooks) },
  params: z.object({}),
  body,
  read,
  response,
  status: 201,
  answer,
});

export const lintOne = defineMutation({
  path: '/playbooks/lint',
  summary: 'What is wrong or doubtful in a playbook; nothing is kept',
  command: lintPlaybookHere,
  params: z.object({}),
  body,
  read,
  response: z.object({ findings: z.array(playbookFinding) }),
  answer: (findings) => ({ findings }),
});

export const approveOne = defineMutation({
  path: '/playbooks/{id}/approve',
  summary: 'Approve a version and sign it with the plant’s key; needs the password entered lately',
  command: { ...APPROVE, of: (app) => approvePlaybook(app.playbooks) },
  params: z.object({ id: playbookId }),
  body: approveInput.omit({ id: true }),
  response,
  answer,
});

/** Every act upon the library. */
export const PLAYBOOK_MUTATIONS = [importOne, lintOne, approveOne];
