import { TEST, type Pattern } from './tones';

/** What is used of the browser's audio; tests give their own. */
export type AudioPort = Pick<
  AudioContext,
  'currentTime' | 'destination' | 'createOscillator' | 'createGain' | 'resume' | 'state' | 'addEventListener'
>;

const VOLUME = 0.25;
/** Ramps this short are no click and no swell. */
const EDGE_S = 0.01;
/** A little ahead, so that the first beep is not cut. */
const LEAD_S = 0.03;

/**
 * Plays patterns by oscillators. Browsers keep audio silent until a person has done something on the page, and
 * may stop it later: `isArmed` says whether a tone would be heard at present.
 */
export class Sounder {
  isArmed = $state.raw(false);
  readonly #make: () => AudioPort;
  #audio: AudioPort | undefined;

  constructor(make: () => AudioPort = () => new AudioContext()) {
    this.#make = make;
  }

  /** To be called from a click or a key press. Plays the test tone; false when the browser would not have it. */
  async arm(): Promise<boolean> {
    const isOn = await this.resume();
    if (isOn) this.play(TEST);
    return isOn;
  }

  /** Takes up audio without a tone, such as after the browser had stopped it. */
  async resume(): Promise<boolean> {
    try {
      const audio = (this.#audio ??= this.#listen(this.#make()));
      await audio.resume();
      this.isArmed = audio.state === 'running';
    } catch {
      this.isArmed = false;
    }
    return this.isArmed;
  }

  play({ beeps }: Pattern): void {
    const audio = this.#audio;
    if (audio === undefined || !this.isArmed) return;
    const start = audio.currentTime + LEAD_S;
    for (const { frequencyHz, atMs, forMs } of beeps) {
      const from = start + atMs / 1_000;
      const to = from + forMs / 1_000;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = frequencyHz;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(VOLUME, from + EDGE_S);
      gain.gain.setValueAtTime(VOLUME, to - EDGE_S);
      gain.gain.linearRampToValueAtTime(0, to);
      tone.connect(gain).connect(audio.destination);
      tone.start(from);
      tone.stop(to);
    }
  }

  #listen(audio: AudioPort): AudioPort {
    audio.addEventListener('statechange', () => (this.isArmed = audio.state === 'running'));
    return audio;
  }
}
