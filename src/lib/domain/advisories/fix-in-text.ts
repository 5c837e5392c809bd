/** What is installed: a release, a version, an update. */
const THING =
  /\b(releases?|versions?|firmware|software|updates?|patch(es)?|hotfix|service pack|builds?|revisions?)\b/i;
/** What is done with it, or what it does. */
const DEED =
  /\b(fix(es|ed)?|address(es|ed)?|resolv(e|es|ed|ing)|correct(s|ed)?|remediat\w+|updat(e|es|ed|ing)|upgrad(e|es|ed|ing)|install(s|ed|ing)?|releas(e|es|ed)|appl(y|ies|ied)|migrat\w+|download)\b/i;
/** A version number, or a word that stands for one. */
const NUMBER = /\b(?:[vr]\s?)?\d+(?:\.\d+)+[a-z0-9]*|\b(latest|new(est|er)?|build \d+)\b/i;
/** Said without any verb: `Drives AOP: v4.13.41 or later`. */
const OR_LATER = /\bv?\d+(\.\d+)+[a-z0-9]* or (later|newer|higher)\b/i;
/** Of what stands behind these words nobody says that it sets anything right. */
const DENIED = /\b(no (fix|patch|update)|not (fixed|planned)|will not be (fixed|patched))\b/i;
const LONGEST = 4_000;

/**
 * Whether a text names a release that sets a vulnerability right. Of the categories that publishers give,
 * `mitigation` often holds the fix, and `vendor_fix` advice about networks (reference: vulnerabilities-lifecycle,
 * 2.5), so the text is asked; a person confirms what it says.
 */
export function namesFix(text: string): boolean {
  return text
    .slice(0, LONGEST)
    .split(/(?<=[.;:!?])\s+/)
    .some(
      (sentence) =>
        !DENIED.test(sentence) &&
        (OR_LATER.test(sentence) || (THING.test(sentence) && DEED.test(sentence) && NUMBER.test(sentence))),
    );
}
