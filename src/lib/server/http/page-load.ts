import { error, redirect, type ServerLoadEvent } from '@sveltejs/kit';
import type { Action } from '../../domain/access/actions';
import { canSomewhere } from '../../domain/access/can';
import type { Actor } from '../../domain/access/roles';
import { DomainError } from '../../domain/errors';
import type { App } from '../app';
import { noteRefusal } from './note-refusal';
import { signInPath } from './return-path';
import { asDomainError, isAnswer } from './unexpected';

interface PageContext {
  app: App;
  actor: Actor;
}

/**
 * Makes the `load` of a page for signed-in people: others go to sign in and come back; who may do `action`
 * nowhere is refused; errors of the table become the page's status and words.
 */
export function pageLoad<Event extends ServerLoadEvent, Data>(
  action: Action | 'signed-in',
  load: (event: Event, context: PageContext) => Promise<Data> | Data,
): (event: Event) => Promise<Data> {
  return async (event) => {
    const { app, actor } = event.locals;
    if (actor === undefined) {
      assertDatabaseAnswers(app, event.locals.requestId);
      redirect(303, signInPath(event.url));
    }
    try {
      if (action !== 'signed-in' && !canSomewhere(actor, action)) throw new DomainError('access.denied');
      return await load(event, { app, actor });
    } catch (failure) {
      if (isAnswer(failure)) throw failure;
      const known = asDomainError(failure, event);
      await noteRefusal(event, action, known);
      error(known.status, { message: known.message, code: known.code, requestId: event.locals.requestId });
    }
  };
}

/** Without the database nobody new can be known: saying "sign in" then would send people in circles. */
function assertDatabaseAnswers(app: App, requestId: string): void {
  if (app.database.availability().state === 'available') return;
  const down = new DomainError('database.unavailable');
  error(down.status, { message: down.message, code: down.code, requestId });
}
