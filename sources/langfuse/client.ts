import { z } from "zod";

import { maybeText } from "../../src/contracts/lenient.ts";
import type { Http, HttpAnswer, HttpRequest, SourcePorts } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";

export type LangfuseClient = {
  base_url: string;
  /** API generations that this server answered "no such endpoint" for, so that no slice asks again. */
  missing: Set<string>;
  /** GET of a path below `/api/public`. Throws UpstreamError; MissingEndpoint when the server does not have the path. */
  get: (path: string, query: HttpRequest["query"], signal?: AbortSignal) => Promise<HttpAnswer>;
};

/** The server has no such endpoint: it is older (404, 405, 501) or newer (410) than the API asked for. */
export class MissingEndpoint extends UpstreamError {}

// 501: Langfuse before v4 has the v2 routes but serves them on its Cloud only.
const MISSING = [404, 405, 410, 501];

const UpstreamFailure = z
  .object({ message: maybeText, error: maybeText })
  .catch({ message: null, error: null });

/** A client for one Langfuse project: Basic auth with the project's key pair. */
export function connectLangfuse(config: Record<string, string>, ports: SourcePorts): Promise<LangfuseClient> {
  const base_url = (config["base_url"] ?? "").replace(/\/+(api\/public\/*)?$/, "");
  const pair = `${config["public_key"]}:${config["secret_key"]}`;
  const headers = {
    authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
    accept: "application/json",
  };
  return Promise.resolve({
    base_url,
    missing: new Set<string>(),
    async get(path, query = {}, signal) {
      const url = `${base_url}/api/public/${path}`;
      const answer = await refusalsExplained(
        ports.http,
        { url, headers, query, accept: [400, ...MISSING] },
        signal,
      );
      return answered(answer, url, query["cursor"] !== undefined);
    },
  });
}

async function refusalsExplained(
  http: Http,
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  try {
    return await http(request, signal);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== "denied") throw error;
    throw new UpstreamError("denied", `Langfuse refused the key pair: ${error.message}`, {
      cause: error,
      hint:
        "LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY must be one pair of project keys (Settings, API keys), " +
        "and LANGFUSE_BASE_URL the region or server of that project",
      ...(error.status === undefined ? {} : { status: error.status }),
    });
  }
}

function answered(answer: HttpAnswer, url: string, had_cursor: boolean): HttpAnswer {
  const { status, body } = answer;
  if (status < 400) return answer;
  const { message, error } = UpstreamFailure.parse(body);
  const words = message ?? error ?? "";
  const said = `${url} answered ${status}${words === "" ? "" : `: ${words}`}`;
  if (had_cursor && /cursor/i.test(words)) throw new UpstreamError("cursor_expired", said, { status });
  if (MISSING.includes(status) && !had_cursor) throw new MissingEndpoint("unexpected", said, { status });
  throw new UpstreamError("unexpected", said, { status });
}
