import type { Server } from 'node:http';
import type { Plugin } from 'vite';
import type { Host } from './lib/server/host';

/**
 * Attaches the live server to the development server: the runtime is loaded through Vite, so that pages and
 * sockets share one instance of every module. A change to a module the runtime uses restarts the whole.
 */
export function liveServer(): Plugin {
  let host: Host | undefined;
  return {
    name: 'zonewatch-live-server',
    apply: (_config, { command }) => command === 'serve' && process.env.VITEST === undefined,
    configureServer(vite) {
      vite.httpServer?.once('listening', () => {
        host = { mode: 'development', handle: () => undefined, http: vite.httpServer as Server };
        (globalThis as Record<symbol, unknown>)[Symbol.for('zonewatch.host')] = host;
        vite.ssrLoadModule('/src/lib/server/runtime.ts').then(
          (runtime) => runtime['start'](),
          (error: unknown) => vite.config.logger.error(String(error)),
        );
      });
    },
    async buildEnd() {
      await host?.stop?.();
    },
    hotUpdate({ modules, server }) {
      if (this.environment.name !== 'ssr') return;
      const runtimeModules = new Set<string>();
      const seen = new Set<unknown>();
      const runtime = [...this.environment.moduleGraph.idToModuleMap.values()].find((m) =>
        m.id?.endsWith('/src/lib/server/runtime.ts'),
      );
      const queue = runtime ? [runtime] : [];
      for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
        if (seen.has(module)) continue;
        seen.add(module);
        if (module.id) runtimeModules.add(module.id);
        queue.push(...module.importedModules);
      }
      if (modules.some((m) => m.id && runtimeModules.has(m.id))) void server.restart();
    },
  };
}
