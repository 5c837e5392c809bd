/** What the mandatory tests of CSAF 2.0 (section 6.1) look for, in words for whoever imports a document. */
const WORDS: Readonly<Record<string, string>> = {
  '1': 'A product is spoken of that the document does not define',
  '2': 'A product id is given twice',
  '3': 'A product is made of itself',
  '4': 'A group is spoken of that the document does not define',
  '5': 'A group id is given twice',
  '6': 'A product is said to be affected and not to be',
  '7': 'A product has two scores of the same CVSS version',
  '8': 'A CVSS entry is not of its form',
  '9': 'A CVSS score is not what its vector gives',
  '10': 'A CVSS entry contradicts its vector',
  '11': 'A CWE has another name than in its list',
  '12': 'A language is none',
  '13': 'A package address is none',
  '14': 'The history is not in order',
  '15': 'A translation does not name its translator',
  '16': 'The newest revision is not the version of the document',
  '17': 'The status does not fit the version',
  '18': 'A released document has revisions of version 0',
  '19': 'A revision names a pre-release',
  '20': 'A released document calls itself a pre-release',
  '21': 'A revision is missing in the history',
  '22': 'A revision stands in the history twice',
  '23': 'A CVE stands in the document twice',
  '24': 'Somebody is involved twice in the same way',
  '25': 'A hash is given twice by the same method',
  '26': 'The category has a name that is reserved',
  '27': 'Something is missing that this kind of document has to have',
  '28': 'A translation is in the language that it was translated from',
  '29': 'A remedy speaks of no product',
  '30': 'Two ways of counting versions are mixed',
  '31': 'A single version reads like a range',
  '32': 'A flag speaks of no product',
  '33': 'A product has two flags that justify it',
};

/** Tests that touch a name and nothing that is matched or decided by; publishers of weight fail them. */
const HARMLESS = new Set(['11']);

/** A test of the validator library by its name, such as `mandatoryTest_6_1_27_3`. */
export function csafTestWords(test: string): { words: string; isFault: boolean } {
  const number = /_6_1_(\d+)/.exec(test)?.[1] ?? '';
  if (number === '') return { words: 'It is not of the form of CSAF 2.0', isFault: true };
  return { words: WORDS[number] ?? `Test 6.1.${number} of CSAF 2.0 failed`, isFault: !HARMLESS.has(number) };
}
