/** How this machine reaches its own broker; undefined until it listens. */
export const dialled = (host: string, port: number): { host: string; port: number } | undefined => {
  if (port === 0) return undefined;
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return { host: host === '::' ? '::1' : host, port };
};
