import type { BenchPlant } from '../kit/bench-plant';
import { startLoad } from '../kit/load/load';
import { startProduct, type Product } from '../kit/product';
import { plantOf } from '../kit/running';
import { pause, type BenchContext } from '../kit/scenario';
import { startSpeaker, type Speaker } from './speaker';

const WARM_UP_MS = 5_000;

/** The program under load, and one more gateway that speaks when it is told to. */
export interface AlarmStage {
  product: Product;
  /** The whole plant; the last gateway is the speaker's. */
  plant: BenchPlant;
  speaker: Speaker;
  speakerGateway: BenchPlant['gateways'][number];
}

/**
 * Starts the program with `drives` that publish once a second, or none that do, and one gateway of fifty
 * drives beside them that is silent until it is spoken through.
 */
export async function onAlarmStage<T>(
  { drives, isLoaded }: { drives: number; isLoaded: boolean },
  { say, signal }: BenchContext,
  use: (stage: AlarmStage) => Promise<T>,
): Promise<T> {
  const plant = plantOf(drives + 50);
  const speakerGateway = plant.gateways.at(-1)!;
  say(`starting the server with ${drives} drives and a gateway that speaks`);
  const product = await startProduct(plant);
  try {
    const speaker = await startSpeaker(product, speakerGateway.id);
    const load = isLoaded ? await startLoad({ target: product, plant: plantOf(drives) }) : undefined;
    try {
      load?.begin();
      await pause(WARM_UP_MS, signal);
      return await use({ product, plant, speaker, speakerGateway });
    } finally {
      await speaker.stop();
      await load?.stop();
    }
  } finally {
    await product.stop();
  }
}
