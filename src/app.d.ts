import type { Actor } from '$lib/domain/access/roles';
import type { App as ServerApp } from '$lib/server/app';

declare global {
  namespace App {
    interface Error {
      message: string;
      /** Code of the error table. */
      code?: string;
      /** Names the log line of an unexpected error. */
      requestId?: string;
      /** The server could not be reached. */
      unanswered?: boolean;
    }
    interface Locals {
      /** Everything the server offers; built by the runtime. */
      app: ServerApp;
      /** Whoever is signed in. */
      actor: Actor | undefined;
      session: Awaited<ReturnType<ServerApp['sessions']['authenticate']>>;
      requestId: string;
    }
  }
}

export {};
