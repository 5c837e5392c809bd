import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { ANONYMOUS } from '../../domain/access/roles';
import { ERRORS } from '../../domain/errors';
import type { Command } from '../access/command';
import { perform } from '../access/perform';
import { metaOf } from './request-meta';
import { signInPath } from './return-path';
import { asDomainError, isAnswer } from './unexpected';

/** What a form gets back when its command was refused: words, faults by field, and what was typed, without secrets. */
interface FormFault {
  code: string;
  message: string;
  issues: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
}

interface FormOptions<Out, Data> {
  /** Makes the command's input of the form; by default its fields as they are named. */
  input?: (fields: Record<string, string>, form: FormData) => unknown;
  /** What the page gets when all went well; may throw a redirect. */
  done: (result: Out, event: RequestEvent) => Data | Promise<Data>;
}

const SECRET = /password|current|code|secret/i;

/**
 * Makes a page's action of a command. Every form action of the program is made here: the command brings
 * schema, permission, re-authentication and audit with it.
 */
export function formAction<In, Out, Prepared, Data>(
  command: Command<In, Out, Prepared>,
  { input = (fields) => fields, done }: FormOptions<Out, Data>,
): (event: RequestEvent) => Promise<Data | ActionFailure<FormFault>> {
  return async (event) => {
    const { app, actor = ANONYMOUS } = event.locals;
    let fields: Record<string, string> = {};
    try {
      const form = await event.request.formData();
      fields = textFields(form);
      const result = await perform(app, actor, command, input(fields, form), metaOf(event));
      return await done(result, event);
    } catch (failure) {
      if (isAnswer(failure)) throw failure;
      const known = asDomainError(failure, event);
      if (known.code === 'access.sign-in-needed') {
        // Back to the page, not to its action.
        redirect(303, signInPath(new URL(event.url.pathname, event.url)));
      }
      const fault: FormFault = {
        code: known.code,
        message: known.message || ERRORS[known.code].title,
        issues: Object.fromEntries(known.issues.map((issue) => [issue.path, issue.message])),
        values: Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET.test(name))),
      };
      return fail(known.status, fault);
    }
  };
}

function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
  return fields;
}
