/** First-order warming: goes towards its target by 63 % in each time constant, however long the step is. */
export function approach(value: number, target: number, seconds: number, timeConstantS: number): number {
  return target + (value - target) * Math.exp(-seconds / timeConstantS);
}

/** Temperatures and thermal pictures of one drive. */
export interface Heat {
  heatsinkC: number;
  controlCardC: number;
  /** Motor overload picture (ETR) and the inverter's own, in percent; 100 trips. */
  motorPct: number;
  inverterPct: number;
}

export interface HeatLoad {
  ambientC: number;
  /** Motor current in parts of rated current. */
  current: number;
  /** Speed in parts of rated speed: a slow motor's own fan cools less. */
  speed: number;
  /** 1 is clean cooling; a blocked filter or a dead fan multiplies the rise. */
  coolingFactor: number;
  /** Extra heat in the motor, 1 is none (a jammed pump, a hot room). */
  motorFactor: number;
}

const HEATSINK_RISE_C = 34;
const HEATSINK_S = 150;
const CARD_RISE_C = 11;
const CARD_S = 240;
const MOTOR_S = 420;
const INVERTER_S = 60;

/** Where the temperatures would settle if the load stayed as it is. */
export function settledHeat(load: HeatLoad): Heat {
  const losses = load.current * (0.35 + 0.65 * load.current);
  const heatsinkC = load.ambientC + (4 + HEATSINK_RISE_C * losses) * load.coolingFactor;
  const selfCooling = 1 + 0.35 * Math.max(0, 0.5 - load.speed) * (load.current > 0 ? 1 : 0);
  return {
    heatsinkC,
    controlCardC: load.ambientC + CARD_RISE_C * load.coolingFactor + 0.3 * (heatsinkC - load.ambientC),
    motorPct: 82 * load.current * load.current * selfCooling * load.motorFactor,
    inverterPct: 74 * load.current * load.current * load.coolingFactor,
  };
}

/** One step of all four bodies. */
export function warm(heat: Heat, load: HeatLoad, seconds: number): Heat {
  const settled = settledHeat(load);
  return {
    heatsinkC: approach(heat.heatsinkC, settled.heatsinkC, seconds, HEATSINK_S),
    controlCardC: approach(heat.controlCardC, settled.controlCardC, seconds, CARD_S),
    motorPct: approach(heat.motorPct, settled.motorPct, seconds, MOTOR_S),
    inverterPct: approach(heat.inverterPct, settled.inverterPct, seconds, INVERTER_S),
  };
}
