import { SentinelError, messageOf } from "../../../errors.ts";
import { REQUESTS } from "./messages.ts";

type Fields = { [name: string]: unknown };

/** Fields that JSON has in hexadecimal where protobuf's own mapping has base64. */
const IDS = ["traceId", "spanId", "parentSpanId"];

/** A request in protobuf as the same request in OTLP/JSON. Throws `usage` for bytes that are none. */
export function jsonOfProtobuf(signal: keyof typeof REQUESTS, body: Uint8Array): unknown {
  try {
    const type = REQUESTS[signal];
    const request = type.toObject(type.decode(body), { longs: String, bytes: String }) as unknown;
    for (const item of itemsOf(request)) hexIds(item);
    return request;
  } catch (error) {
    throw new SentinelError("usage", `this is no export request in protobuf: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Spans, log records and metrics lie three lists down. */
function itemsOf(request: unknown): Fields[] {
  const below = (found: Fields[]) =>
    found.flatMap((one) =>
      Object.values(one).flatMap((part) => (Array.isArray(part) ? (part as Fields[]) : [])),
    );
  return below(below(below([request as Fields])));
}

function hexIds(item: Fields): void {
  for (const name of IDS) {
    const id = item[name];
    if (typeof id === "string") item[name] = Buffer.from(id, "base64").toString("hex");
  }
  if (Array.isArray(item["links"])) for (const link of item["links"] as Fields[]) hexIds(link);
}
