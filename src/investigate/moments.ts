/** Moments written in a sentence, and whether the evidence holds them. All are UTC. */
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = "(?<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?";

const DATE = /\b(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?=\d\d:))?/g;
const DAY_MONTH = new RegExp(
  `\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+${MONTH}(?:,?\\s+(?<year>\\d{4}))?\\b`,
  "gi",
);
const MONTH_DAY = new RegExp(
  `\\b${MONTH}\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<year>\\d{4}))?\\b`,
  "gi",
);
const CLOCK =
  /(?<!\d)(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d+)?)?(?:\s?(?<half>[ap])\.?m\b\.?)?(?:\s?(?:Z\b|UTC\b))?/gi;

/** The sentence without its dates and times; undefined when one of them is not among the moments. */
export function withoutMoments(sentence: string, moments: number[]): string | undefined {
  const dates = moments.map((ms) => new Date(ms));
  let unknown = false;
  const check =
    (holds: (groups: Record<string, string | undefined>) => boolean) =>
    (...match: unknown[]) => {
      unknown ||= !holds(match.at(-1) as Record<string, string | undefined>);
      return " ";
    };
  const isDate = ({ year, month = "", day }: Record<string, string | undefined>) => {
    const index = /^\d+$/.test(month) ? Number(month) - 1 : MONTHS.indexOf(month.slice(0, 3).toLowerCase());
    return dates.some(
      (date) =>
        date.getUTCMonth() === index &&
        date.getUTCDate() === Number(day) &&
        (year === undefined || date.getUTCFullYear() === Number(year)),
    );
  };
  const isClock = ({ hour, minute, second, half }: Record<string, string | undefined>) => {
    const hours =
      half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
    return dates.some(
      (date) =>
        date.getUTCHours() === hours &&
        date.getUTCMinutes() === Number(minute) &&
        (second === undefined || date.getUTCSeconds() === Number(second)),
    );
  };
  const rest = sentence
    .replaceAll(DATE, check(isDate))
    .replaceAll(DAY_MONTH, check(isDate))
    .replaceAll(MONTH_DAY, check(isDate))
    .replaceAll(CLOCK, check(isClock));
  return unknown ? undefined : rest;
}
