/** `week 47 of 2026`, of an ISO week such as 2026-W47; whatever else it is, as it is. */
export function weekWords(week: string): string {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  return year === undefined ? week : `week ${Number(number)} of ${year}`;
}
