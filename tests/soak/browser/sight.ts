import type { Page } from 'playwright-core';

/** What a person sees at one moment, as far as it can be true or false. */
export interface Sight {
  path: string;
  /** The browser's own error page: nothing of ours is on it. */
  isForeign: boolean;
  /** State of the link as the frame shows it; null where there is no frame. */
  link: string | null;
  banner: string;
  /** "drives 1,950 / 2,000 live" as the frame has it; null when it says that it does not know. */
  drivesLive: number | null;
  drivesTotal: number | null;
  /** Values in the page's content that are marked as live. */
  liveMarks: number;
  /** The first few of them: what they are and say. */
  liveTexts: string;
  /** Heading of the page's content. */
  heading: string;
}

/** Values marked as live. An age beside its limit is no value: it says itself how old it is. */
const LIVE_MARKS = 'main [data-quality=live]:not(.age)';

/** Reads the page. Rejects while the page is being replaced by another. */
export async function look(page: Page): Promise<Sight> {
  if (!page.url().startsWith('http')) return { ...NOTHING, isForeign: true };
  // Nothing with a name within: what the compiler adds to keep names is not known to the page.
  const seen = await page.evaluate(
    (marks) => ({
      path: location.pathname,
      link: document.querySelector('header [data-link]')?.getAttribute('data-link') ?? null,
      banner: document.querySelector('header [data-banner]')?.textContent ?? '',
      drives: document.querySelector('header .item.drives')?.textContent ?? '',
      liveMarks: document.querySelectorAll(marks).length,
      liveTexts: [...document.querySelectorAll(marks)]
        .slice(0, 3)
        .map((mark) => `<${mark.tagName.toLowerCase()} class="${mark.className}"> ${mark.textContent ?? ''}`)
        .join(', '),
      heading: document.querySelector('main h1')?.textContent ?? '',
    }),
    LIVE_MARKS,
  );
  const counts = /([\d,. ]+)\/([\d,. ]+)live/.exec(seen.drives.replace(/\s+/g, ' '));
  const number = (digits: string | undefined) =>
    digits === undefined ? null : Number(digits.replace(/\D/g, ''));
  return {
    ...seen,
    banner: seen.banner.replace(/\s+/g, ' ').trim(),
    heading: seen.heading.trim(),
    liveTexts: seen.liveTexts.replace(/\s+/g, ' ').slice(0, 200),
    isForeign: false,
    drivesLive: number(counts?.[1]),
    drivesTotal: number(counts?.[2]),
  };
}

const NOTHING: Sight = {
  path: '',
  isForeign: false,
  link: null,
  banner: '',
  drivesLive: null,
  drivesTotal: null,
  liveMarks: 0,
  liveTexts: '',
  heading: '',
};
