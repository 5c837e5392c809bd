import { benchPlant, type BenchPlant, type BenchPlantSize } from './bench-plant';
import { startLoad, type Load } from './load/load';
import { startProduct } from './product';
import { pause, type BenchContext } from './scenario';

/** Gateways of the scenarios that look at pages: as many drives each as a cabinet has. */
const DRIVES_PER_GATEWAY = 50;
/** Until every drive has published several times and the first burst of work is over. */
const WARM_UP_MS = 5_000;

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** The program with a whole plant that publishes once a second. */
export interface Running {
  plant: BenchPlant;
  product: Product;
  load: Load;
}

export const plantOf = (drives: number, size: Partial<BenchPlantSize> = {}): BenchPlant =>
  benchPlant({ gateways: drives / DRIVES_PER_GATEWAY, drivesPerGateway: DRIVES_PER_GATEWAY, ...size });

/** Starts the program and a plant of that many drives, hands both over, and stops them whatever happens. */
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
      return await use({ plant, product, load });
    } finally {
      await load.stop();
    }
  } finally {
    await product.stop();
  }
}
