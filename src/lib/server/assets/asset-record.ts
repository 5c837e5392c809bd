import type { InventoryAsset } from '../../domain/assets/asset';
import type { AssetLife } from '../../domain/assets/life-book';
import type { DriveId, GatewayId } from '../../domain/ids';
import type { Family } from '../../domain/plant/families';
import type { Instant } from '../../domain/time';

/** An asset with all that lists and pages say of it. */
export interface AssetRecord extends InventoryAsset {
  /**
   * Why it is known: it stands in the plant file, on the plant's list of devices, was met by a gateway though nobody
   * listed it, or is this program itself.
   */
  origin: 'plant' | 'listed' | 'observed' | 'own';
  simulated: boolean;
  /** Gateway that it is, or that it is seen through. */
  gateway: GatewayId | null;
  drive: DriveId | null;
  /** Of a drive. */
  family: Family | null;
  certificateNotAfter: Instant | null;
  addresses: readonly string[];
  note: string;
  /** When it was last met, for what is met and not connected. */
  seenAt: Instant | null;
  /** Parts whose versions people wrote down, because nothing reports them. */
  statedParts: readonly string[];
  /** Where the plant's list and the device disagree, in words. */
  remarks: readonly string[];
  life: AssetLife;
}
