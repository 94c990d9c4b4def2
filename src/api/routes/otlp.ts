import type { Context } from "hono";

import { isDiskFull } from "../../disk-full.ts";
import { SentinelError } from "../../errors.ts";
import { responseOf, statusOf } from "../../receive/otlp/answer.ts";
import type { Signal } from "../../receive/otlp/log/record.ts";
import { readBody, tooLarge } from "../../receive/otlp/read-body.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { INTAKE_PATHS } from "../intake-paths.ts";
import { newRoutes } from "../new-routes.ts";
import { defineRoute } from "../route.ts";

const JSON_TYPE = "application/json";
const PROTOBUF_TYPE = "application/x-protobuf";
/** What exporters wait at least before they send again; they add to it by themselves. */
const RETRY_AFTER_S = "1";

type Status = 400 | 413 | 415 | 503;

/** For agents with a key, and for anybody on this machine before the first key is made, as all of the server is. */
const definition = (path: string, signal: Signal) =>
  defineRoute("agent", {
    method: "post",
    path,
    tags: ["otlp"],
    summary: `OTLP/HTTP: ${signal}, in protobuf or JSON, plain or gzip`,
    description:
      "The answer comes when the request is on disk. A Basic pair serves as a bearer key does: its password is the key.",
    responses: {
      200: { description: "stored; partial_success names what was refused, and why" },
      400: { description: "no export request" },
      413: { description: "larger than otlp.body_bytes, or otlp.unpacked_bytes" },
      415: { description: "another content type or encoding" },
      503: { description: "not stored: send it again after Retry-After" },
    },
  });

export function otlpRoutes({ sentinel }: ApiContext) {
  const routes = newRoutes();
  for (const [signal, paths] of Object.entries(INTAKE_PATHS) as [Signal, readonly string[]][]) {
    for (const path of paths) {
      routes.openAPIRegistry.registerPath(definition(path, signal));
      routes.post(path, (c) => take(c, signal));
    }
  }

  async function take(c: Context<ApiEnv>, signal: Signal): Promise<Response> {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    const coding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
    const json = type === JSON_TYPE;
    const answer = (body: Uint8Array, status: 200 | Status) =>
      c.body(new Uint8Array(body), status, { "content-type": json ? JSON_TYPE : PROTOBUF_TYPE });
    if (!json && type !== PROTOBUF_TYPE) {
      return answer(statusOf(`${JSON_TYPE} or ${PROTOBUF_TYPE} is taken`, json), 415);
    }
    if (coding !== "gzip" && coding !== "identity") {
      return answer(statusOf("gzip is taken, or no content encoding", json), 415);
    }
    try {
      return answer(responseOf(await store(c, { signal, json, gzip: coding === "gzip" }), json), 200);
    } catch (error) {
      const { status, message } = refusal(error);
      if (status === 503) {
        c.header("retry-after", RETRY_AFTER_S);
        if (isDiskFull(error)) sentinel.log.error({ err: error }, "the disk is full: OTLP is not taken");
      }
      return answer(statusOf(message, json), status);
    }
  }

  async function store(c: Context<ApiEnv>, how: { signal: Signal; json: boolean; gzip: boolean }) {
    const { body_bytes } = sentinel.settings.otlp;
    // Who does not say how much will come takes room as it comes.
    const stated = Number(c.req.header("content-length") ?? 0);
    if (stated > body_bytes) throw tooLarge(body_bytes);
    const intake = await sentinel.intake();
    const resize = intake.budget.take(stated);
    try {
      const body = await readBody(c.req.raw.body, body_bytes, (bytes) => {
        if (bytes > stated) resize(bytes);
      });
      return await intake.take({ ...how, received_at: sentinel.now().getTime(), body }, resize);
    } catch (error) {
      resize(0);
      throw error;
    }
  }
  return routes;
}

const STATUS: Partial<Record<SentinelError["code"], Status>> = { usage: 400, too_large: 413, busy: 503 };

/** Throws what is none of the sender's business. */
function refusal(error: unknown): { status: Status; message: string } {
  if (isDiskFull(error)) return { status: 503, message: "the disk is full: nothing was stored" };
  const status = error instanceof SentinelError ? STATUS[error.code] : undefined;
  if (status === undefined) throw error;
  return { status, message: (error as SentinelError).message };
}
