import type { TestProject } from 'vitest/node';
import { startDemoPlant } from '../support/demo-plant';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the demo plant that the browser tests share. */
    plantUrl: string;
    plantEnv: Record<string, string>;
  }
}

/** One demo plant for all browser tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const plant = await startDemoPlant();
  const { ZONEWATCH_DATA = '', PORT = '', MQTT_PORT = '', ZONEWATCH_DEMO_PASSWORD = '' } = plant.env;
  project.provide('plantUrl', plant.url);
  project.provide('plantEnv', {
    ZONEWATCH_DATA,
    PORT,
    MQTT_PORT,
    ZONEWATCH_DEMO_PASSWORD,
    ZONEWATCH_KIND: 'demo',
  });
  return () => plant.stop();
}
