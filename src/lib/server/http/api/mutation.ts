import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { ANONYMOUS } from '../../../domain/access/roles';
import { DomainError } from '../../../domain/errors';
import type { Command } from '../../access/command';
import { perform } from '../../access/perform';
import type { App } from '../../app';
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
  status: number;
  handle(event: RequestEvent): Promise<Response>;
}

interface Parts<P extends z.ZodObject, R extends z.ZodType, In, Out, Prepared> {
  path: string;
  summary: string;
  command: Command<In, Out, Prepared> | CommandOf<In, Out, Prepared>;
  params: P;
  body: z.ZodType;
  response: R;
  /** What the answer says. */
  answer(result: Out): z.input<R>;
  /** Of the answer; 200 when it is left out. */
  status?: 200 | 201 | undefined;
  /** Reads the command's input out of a body that is not simply its fields. */
  read?: ((request: Request) => Promise<Record<string, unknown>>) | undefined;
}

/** A command that needs a part of the running program beside what every command gets. */
export interface CommandOf<In, Out, Prepared> extends Pick<Command<In, Out, Prepared>, 'name' | 'action'> {
  of(app: App): Command<In, Out, Prepared>;
}

/**
 * Describes an operation that carries out a command, and makes its handler. The command's schema checks body and
 * path together; a path parameter of the wrong form is simply not there. Errors are problem details.
 */
export function defineMutation<P extends z.ZodObject, R extends z.ZodType, In, Out, Prepared>(
  parts: Parts<P, R, In, Out, Prepared>,
): Mutation {
  const { path, summary, command, params, body, response, status = 200, read = readBody } = parts;
  return {
    path,
    summary,
    command: { name: command.name, action: command.action },
    params,
    body,
    response,
    status,
    async handle(event) {
      const { app, actor = ANONYMOUS, requestId } = event.locals;
      try {
        const given = await read(event.request);
        const named = params.safeParse(event.params);
        if (!named.success)
          throw new DomainError(actor === ANONYMOUS ? 'access.sign-in-needed' : 'not-found');
        const input = { ...(typeof given === 'object' ? given : {}), ...named.data };
        const carried = 'of' in command ? command.of(app) : command;
        const result = await perform(app, actor, carried, input, metaOf(event));
        return Response.json(parts.answer(result), { status });
      } catch (failure) {
        return problemResponse(asDomainError(failure, event), requestId);
      }
    },
  };
}
