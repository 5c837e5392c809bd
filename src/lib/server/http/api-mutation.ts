import type { RequestEvent } from '@sveltejs/kit';
import { ANONYMOUS } from '../../domain/access/roles';
import { DomainError } from '../../domain/errors';
import type { Command } from '../access/command';
import { perform } from '../access/perform';
import { problemResponse } from './problem';
import { metaOf } from './request-meta';
import { asDomainError, isAnswer } from './unexpected';

/**
 * Makes the handler of an endpoint that changes something, of a command. Takes JSON and form fields alike;
 * answers errors as problem details. Every POST, PUT, PATCH and DELETE of the program is made here.
 */
export function apiMutation<In, Out, Prepared>(
  command: Command<In, Out, Prepared>,
  done: (result: Out, event: RequestEvent) => Response | Promise<Response>,
): (event: RequestEvent) => Promise<Response> {
  return async (event) => {
    const { app, actor = ANONYMOUS, requestId } = event.locals;
    try {
      const input = await readBody(event.request);
      return await done(await perform(app, actor, command, input, metaOf(event)), event);
    } catch (failure) {
      if (isAnswer(failure)) throw failure;
      return problemResponse(asDomainError(failure, event), requestId);
    }
  };
}

/** The fields of a body that is JSON or a form; nothing is no field. Throws `input.invalid`. */
export async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (type === '') return {};
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) {
    return Object.fromEntries(await request.formData());
  }
  const text = await request.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('input.invalid', 'The body is neither JSON nor a form.');
  }
}
