/** The JSON columns of the state, parsed where they are read. */
import { z } from "zod";

import type { Params } from "../contracts/query.ts";

const StoredParams: z.ZodType<Params> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.array(z.string())]),
);
const StoredRows = z.array(z.record(z.string(), z.unknown()));
const StoredColumns = z.array(z.object({ name: z.string(), type: z.string() }));
const StoredHoles = z.array(
  z.object({ table: z.string(), connection: z.string(), from: z.string(), to: z.string() }),
);
const StoredTexts = z.array(z.string());

export const readParams = (text: string) => StoredParams.parse(JSON.parse(text));
export const readRows = (text: string) => StoredRows.parse(JSON.parse(text));
export const readColumns = (text: string) => StoredColumns.parse(JSON.parse(text));
export const readHoles = (text: string) => StoredHoles.parse(JSON.parse(text));
export const readTexts = (text: string) => StoredTexts.parse(JSON.parse(text));
