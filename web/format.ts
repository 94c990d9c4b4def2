/** How figures and moments are written: the same everywhere; exact moments come from web/use-zone.ts. */

const MONEY = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const SMALL_MONEY = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});
const COUNT = new Intl.NumberFormat("en");
const BYTES = ["B", "kB", "MB", "GB", "TB"];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A dash where there is no figure: nobody must take it for nothing. */
export function usd(amount: number | null): string {
  if (amount === null) return "–";
  return amount !== 0 && Math.abs(amount) < 0.01 ? SMALL_MONEY.format(amount) : MONEY.format(amount);
}

export const count = (figure: number): string => COUNT.format(figure);

/** Points of a risk score: one place is as fine as they are. */
export const points = (score: number): string => score.toFixed(1);

/** `12 %` of a share between 0 and 1. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** `96.0 MB`; a thousand to the next unit. */
export function bytes(figure: number): string {
  const power = Math.min(BYTES.length - 1, figure < 1 ? 0 : Math.floor(Math.log10(figure) / 3));
  return `${(figure / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${BYTES[power]}`;
}

export const plural = (figure: number, one: string, many = `${one}s`): string =>
  `${count(figure)} ${figure === 1 ? one : many}`;

/** `4 h 12 min`; the two largest units. */
export function span(ms: number): string {
  const total = Math.max(0, ms);
  if (total < MINUTE_MS) return `${Math.floor(total / 1000)} s`;
  if (total < HOUR_MS) return `${Math.floor(total / MINUTE_MS)} min`;
  if (total < DAY_MS) {
    const minutes = Math.floor((total % HOUR_MS) / MINUTE_MS);
    return `${Math.floor(total / HOUR_MS)} h${minutes === 0 ? "" : ` ${minutes} min`}`;
  }
  const hours = Math.floor((total % DAY_MS) / HOUR_MS);
  return `${Math.floor(total / DAY_MS)} d${hours === 0 ? "" : ` ${hours} h`}`;
}

/** `12 min ago`, `in 3 h 5 min` */
export function relative(at: string, now: number): string {
  const ms = now - Date.parse(at);
  if (Math.abs(ms) < 5_000) return ms < 0 ? "now" : "just now";
  return ms < 0 ? `in ${span(-ms)}` : `${span(ms)} ago`;
}

/** `Cost spike`, where it begins a line. */
export const sentence = (id: string): string => `${id.charAt(0).toUpperCase()}${words(id.slice(1))}`;

/** `cost_spike` as people read it. */
export const words = (id: string): string => id.replaceAll("_", " ");
