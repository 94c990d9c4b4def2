/** A house whose intake is small, and what tests do with it. */
import { HOST, openHouse, type House } from "../../api/house.ts";
import { traceId } from "./spans.ts";

export type Post = { body: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

export const openSmallHouse = () =>
  openHouse({
    settings: {
      otlp: {
        body_bytes: 300_000,
        unpacked_bytes: 2_000_000,
        pending_bytes: 4_000_000,
        segment_bytes: 50_000,
      },
    },
  });

/** The answer, its body as bytes in latin1. */
export async function post(house: House, { body, headers }: Post, path = "/v1/traces") {
  const response = await house.app.request(`http://${HOST}${path}`, {
    method: "POST",
    body,
    headers: { host: HOST, ...headers },
  });
  const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
  return { status: response.status, text, headers: response.headers };
}

/** The rows of a statement, when all that was acknowledged is in the lake. */
export async function ask(house: House, sql: string) {
  await (await house.sentinel.intake()).idle();
  return (await (await house.sentinel.lake()).ask(sql)).rows;
}

export const spansOfTrace = (house: House, trace: number) =>
  ask(house, `select span_id from otel_spans where trace_id = '${traceId(trace)}' order by span_id`);
