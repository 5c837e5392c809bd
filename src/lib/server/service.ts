/**
 * Long-lived work has one shape. The constructor does nothing; `run` works until the signal aborts and
 * then returns, having let go of everything it held. An error it throws restarts it after a pause.
 */
export interface Service {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}
