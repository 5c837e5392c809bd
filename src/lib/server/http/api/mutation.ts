import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { ANONYMOUS } from '../../../domain/access/roles';
import { DomainError } from '../../../domain/errors';
import type { Command } from '../../access/command';
import { perform } from '../../access/perform';
import { readBody } from '../api-mutation';
import { problemResponse } from '../problem';
import { metaOf } from '../request-meta';
import { asDomainError } from '../unexpected';

/** An operation of the API that changes something: one description for handler, permission and OpenAPI alike. */
export interface Mutation {
  /** Below /api/v1, with `{name}` for parameters; always asked by POST. */
  path: string;
  summary: string;
  command: Pick<Command<unknown, unknown>, 'name' | 'action'>;
  params: z.ZodObject;
  /** What the body holds; parameters of the path come to it. */
  body: z.ZodType;
  response: z.ZodType;
  handle(event: RequestEvent): Promise<Response>;
}

interface Parts<P extends z.ZodObject, R extends z.ZodType, In, Out, Prepared> {
  path: string;
  summary: string;
  command: Command<In, Out, Prepared>;
  params: P;
  body: z.ZodType;
  response: R;
  /** What the answer says; its status is 200. */
  answer(result: Out): z.input<R>;
}

/**
 * Describes an operation that carries out a command, and makes its handler. The command's schema checks body and
 * path together; a path parameter of the wrong form is simply not there. Errors are problem details.
 */
export function defineMutation<P extends z.ZodObject, R extends z.ZodType, In, Out, Prepared>(
  parts: Parts<P, R, In, Out, Prepared>,
): Mutation {
  const { path, summary, command, params, body, response } = parts;
  return {
    path,
    summary,
    command: { name: command.name, action: command.action },
    params,
    body,
    response,
    async handle(event) {
      const { app, actor = ANONYMOUS, requestId } = event.locals;
      try {
        const given = await readBody(event.request);
        const named = params.safeParse(event.params);
        if (!named.success)
          throw new DomainError(actor === ANONYMOUS ? 'access.sign-in-needed' : 'not-found');
        const input = { ...(typeof given === 'object' ? given : {}), ...named.data };
        return Response.json(parts.answer(await perform(app, actor, command, input, metaOf(event))));
      } catch (failure) {
        return problemResponse(asDomainError(failure, event), requestId);
      }
    },
  };
}
