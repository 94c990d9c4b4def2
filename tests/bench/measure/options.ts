/** What a benchmark is told: how many observations the lake holds, or how many rows are moved. */
export type BenchOptions = { rows: number };
