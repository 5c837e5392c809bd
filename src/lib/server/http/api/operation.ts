import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Action } from '../../../domain/access/actions';
import { canSomewhere } from '../../../domain/access/can';
import type { Actor } from '../../../domain/access/roles';
import { DomainError } from '../../../domain/errors';
import type { RequestMeta } from '../../access/command';
import { parseInput } from '../../access/perform';
import type { App } from '../../app';
import { noteRefusal } from '../note-refusal';
import { problemResponse } from '../problem';
import { metaOf } from '../request-meta';
import { asDomainError } from '../unexpected';

export interface OperationContext {
  app: App;
  actor: Actor;
  meta: RequestMeta;
}

/** A reading operation of the API: one description for handler, permission and OpenAPI alike. */
export interface Operation {
  /** Below /api/v1, with `{name}` for parameters. */
  path: string;
  summary: string;
  /** Row of the action table: who may this nowhere is refused; what they may see is up to `run`. */
  action: Action;
  params: z.ZodObject;
  query: z.ZodObject;
  /** Body of the answer, or what its text is where `media` says that it is no JSON. */
  response: z.ZodType;
  media?: string | undefined;
  handle(event: RequestEvent): Promise<Response>;
}

interface Parts<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> {
  path: string;
  summary: string;
  action: Action;
  params: P;
  query: Q;
  response: R;
  /** Type of an answer that is no JSON; `run` then makes the whole of it. */
  media?: string | undefined;
  run(
    input: { params: z.output<P>; query: z.output<Q> },
    context: OperationContext,
  ): Promise<z.input<R> | Response> | z.input<R> | Response;
}

/**
 * Describes an operation and makes its handler: signed in, allowed at all, path and query by schema, then
 * `run`; errors as problem details. A path parameter of the wrong form is simply not there.
 */
export function defineOperation<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  parts: Parts<P, Q, R>,
): Operation {
  return {
    ...parts,
    async handle(event) {
      const { app, actor, requestId } = event.locals;
      try {
        if (actor === undefined) throw unknownActor(app);
        if (!canSomewhere(actor, parts.action)) throw new DomainError('access.denied');
        const params = parts.params.safeParse(event.params);
        if (!params.success) throw new DomainError('not-found');
        const query = parseInput(parts.query, Object.fromEntries(event.url.searchParams));
        const context = { app, actor, meta: metaOf(event) };
        const body = await parts.run({ params: params.data, query: query as z.output<Q> }, context);
        return body instanceof Response ? body : Response.json(body);
      } catch (failure) {
        const known = asDomainError(failure, event);
        await noteRefusal(event, parts.action, known);
        return problemResponse(known, requestId);
      }
    },
  };
}

/** Without the database nobody new can be known; that is not the same as not being signed in. */
const unknownActor = (app: App): DomainError =>
  new DomainError(
    app.database.availability().state === 'available' ? 'access.sign-in-needed' : 'database.unavailable',
  );
