/** Langfuse's older paging: `page` and `limit`, with totals in `meta`. */
export type CountedPage<Row> = {
  data: Row[];
  meta: { page: number; limit: number; totalItems: number; totalPages: number };
};

/** One page of all rows, each turned into its answer by `shape`. */
export function countedPage<Row, Shape>(
  rows: readonly Row[],
  { page, limit }: { page: number; limit: number },
  shape: (row: Row) => Shape,
): CountedPage<Shape> {
  const from = (page - 1) * limit;
  return {
    data: rows.slice(from, from + limit).map(shape),
    meta: { page, limit, totalItems: rows.length, totalPages: Math.ceil(rows.length / limit) },
  };
}
