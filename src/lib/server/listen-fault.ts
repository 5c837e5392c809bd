import { DomainError } from '../domain/errors';

interface Wanted {
  host: string;
  port: number;
  /** What the names of its two settings begin with. */
  prefix: '' | 'MQTT_';
}

/** Why an address cannot be had, and what to do about it; other errors are passed on as they are. */
export function listenFault(error: unknown, { host, port, prefix }: Wanted): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return fault(`Port ${port} on ${host} is taken by another program. Stop that, or set ${prefix}PORT.`);
    case 'EACCES':
      return fault(`This account may not use port ${port}. Set ${prefix}PORT to one of 1024 or above.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(`This machine has no address ${host}. Set ${prefix}HOST to one that it has.`);
    default:
      return error;
  }

  function fault(words: string): DomainError {
    return new DomainError('conflict', words, { cause: error });
  }
}
