/** Query parameters of Langfuse, parsed as its API parses them: with zod, whose complaints it answers. */
import { z } from "zod";

import { microsOf } from "../time-index.ts";
import { Refusal } from "../vendor.ts";

/** ISO 8601 with a zone, as microseconds since the epoch. */
export const Moment = z.iso.datetime({ offset: true }).transform((text) => microsOf(text));
export const PageNumber = z.coerce.number().int().min(1).default(1);
export const pageSize = (max: number) => z.coerce.number().int().min(1).max(max).default(50);
/** `a,b` */
export const CommaList = z.string().transform((text) => text.split(",").map((part) => part.trim()));
/** `environment=a&environment=b` */
export const Repeated = z.array(z.string()).or(z.string().transform((text) => [text]));
/** What the official API takes and this server does not answer: said, rather than ignored. */
export const NotServed = z.never({ error: "the loopback server does not serve this parameter" }).optional();

/** 400 in Langfuse's words. */
export function badRequest(message: string, error?: unknown): Refusal {
  return new Refusal(400, error === undefined ? { message } : { message, error });
}

/** The parameters as the schema has them; unknown names and wrong values are a 400. */
export function parseParameters<Schema extends z.ZodType>(
  params: URLSearchParams,
  schema: Schema,
): z.infer<Schema> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    fields[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw badRequest("Invalid request data", parsed.error.issues);
  return parsed.data;
}
