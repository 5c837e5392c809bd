import { benchPlant, type BenchPlant, type BenchPlantSize } from './bench-plant';
import { startLoad, type Load } from './load/load';
import { startProduct, type Product } from './product';
import { pause, type BenchContext } from './scenario';

/** Gateways of the scenarios that look at pages: as many drives each as a cabinet has. */
const DRIVES_PER_GATEWAY = 50;
/** Until every drive has published several times and the first burst of work is over. */
const WARM_UP_MS = 5_000;

/** The program with a whole plant that publishes once a second. */
export interface Running {
  plant: BenchPlant;
  product: Product;
  load: Load;
}

export const plantOf = (drives: number, size: Partial<BenchPlantSize> = {}): BenchPlant =>
  benchPlant({ gateways: drives / DRIVES_PER_GATEWAY, drivesPerGateway: DRIVES_PER_GATEWAY, ...size });

/**
 * Starts the program and a plant of that many drives, hands both over, and stops them whatever happens.
 * `prepare` comes in between: nothing is published yet. Rejects also when a message was not acknowledged at the end: what was measured then means nothing.
 */
export async function withRunning<T>(
  { drives, prepare }: { drives: number; prepare?: (product: Product, plant: BenchPlant) => Promise<void> },
  { say, signal }: BenchContext,
  use: (running: Running) => Promise<T>,
): Promise<T> {
  const plant = plantOf(drives);
  say(`starting the server with ${drives} drives`);
  const product = await startProduct(plant);
  try {
    await prepare?.(product, plant);
    const load = await startLoad({ target: product, plant });
    try {
      load.begin();
      await pause(WARM_UP_MS, signal);
      const result = await use({ plant, product, load });
      await load.stop();
      return result;
    } catch (error) {
      // What went wrong first is what is to be told.
      await load.stop().catch(() => undefined);
      throw error;
    }
  } finally {
    await product.stop();
  }
}
