import type { RatedData } from '../../lib/domain/plant/model';

/** Motor and drive data that the physics needs, all known. */
export interface NamePlate {
  powerKw: number;
  currentA: number;
  voltageV: number;
  frequencyHz: number;
  speedRpm: number;
  mainsV: number;
}

/** Apparent power over shaft power of a usual induction motor: 1 / (efficiency x power factor). */
const APPARENT_PER_SHAFT = 1 / (0.92 * 0.85);

/** Fills what a plant file leaves out with the values of a usual four-pole motor of the same size. */
export function namePlate(rated: RatedData): NamePlate {
  const powerKw = rated.powerKw ?? 7.5;
  const mainsV = rated.mainsV ?? rated.voltageV ?? 400;
  const voltageV = Math.min(rated.voltageV ?? mainsV, mainsV);
  const frequencyHz = rated.frequencyHz ?? 50;
  return {
    powerKw,
    mainsV,
    voltageV,
    frequencyHz,
    speedRpm: rated.speedRpm ?? frequencyHz * 30 * 0.97,
    currentA: rated.currentA ?? (powerKw * 1000 * APPARENT_PER_SHAFT) / (Math.sqrt(3) * voltageV),
  };
}
