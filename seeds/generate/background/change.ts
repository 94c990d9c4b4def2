import type { FileFacts } from "../shapes/github-commits.ts";

/** What a company merges. */
export type Change = { title: string; body?: string; files: FileFacts[] };
