/** What a form gets back when the server did not take it. */
export interface FormFault {
  code: string;
  message: string;
  issues: Readonly<Record<string, string>>;
  /** What was typed, without secrets. */
  values: Readonly<Record<string, string>>;
}

/** The fault within whatever a form answered, if it is one. */
export function faultOf(answer: unknown): FormFault | undefined {
  return typeof answer === 'object' && answer !== null && 'issues' in answer && 'code' in answer
    ? (answer as FormFault)
    : undefined;
}

export const REAUTHENTICATION_NEEDED = 'access.reauthentication-needed';
