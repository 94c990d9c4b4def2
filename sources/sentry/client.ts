import { z } from "zod";

import { maybeText } from "../../src/contracts/lenient.ts";
import type { Http, HttpAnswer, HttpRequest, SourcePorts } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { nextCursor } from "./link-header.ts";

type Query = HttpRequest["query"];
type SentryPage = { items: unknown[]; cursor: string | undefined };

export type SentryClient = {
  /** Slug or id of the organisation, as a path segment. */
  org: string;
  /**
   * GET of a path below `/api/0`. `scope` is what the token needs for it, named in the refusal.
   * Throws UpstreamError; MissingResource for a 404.
   */
  get: (path: string, query: Query, scope: string, signal?: AbortSignal) => Promise<HttpAnswer>;
  /** Every page of a list, by the cursors of its `Link` header. Throws when the answer is no list. */
  pages: (path: string, query: Query, scope: string, signal?: AbortSignal) => AsyncGenerator<SentryPage>;
  /** Runs one at a time what Sentry allows only one request of at once. */
  alone: <Result>(task: () => Promise<Result>) => Promise<Result>;
};

/** 404: no such organisation, project or issue, or none that the token may know of. */
export class MissingResource extends UpstreamError {}

const UpstreamFailure = z.object({ detail: z.union([maybeText, z.object({ message: maybeText })]) });
/** A query that Sentry's event store gave up on comes as a 400 with such words. */
const GAVE_UP = /time(d )?[ -]?out|smaller date range|memory limit|too (large|many)/i;

/** A client for one organisation: bearer token, all paths with the trailing slash that Sentry insists on. */
export function connectSentry(config: Record<string, string>, ports: SourcePorts): Promise<SentryClient> {
  const root = `${(config["base_url"] ?? "").replace(/\/+(api\/0\/*)?$/, "")}/api/0`;
  const headers = { authorization: `Bearer ${config["token"]}`, accept: "application/json" };
  let last: Promise<unknown> = Promise.resolve();

  async function get(path: string, query: Query, scope: string, signal?: AbortSignal): Promise<HttpAnswer> {
    const url = `${root}/${path}`;
    const request = { url, headers, query: { ...query }, accept: [400, 404] };
    return answered(
      await refusalsExplained(ports.http, request, scope, signal),
      url,
      query?.["cursor"] !== undefined,
    );
  }

  async function* pages(
    path: string,
    query: Query,
    scope: string,
    signal?: AbortSignal,
  ): AsyncGenerator<SentryPage> {
    let cursor: string | undefined;
    do {
      const asked = cursor;
      const { body, headers: said } = await get(path, { ...query, cursor: asked }, scope, signal);
      if (!Array.isArray(body))
        throw new UpstreamError("unexpected", `Sentry ${path} answered with something that is no list`);
      cursor = nextCursor(said.get("link"));
      yield { items: body, cursor };
      if (cursor !== undefined && cursor === asked) {
        throw new UpstreamError("unexpected", `Sentry ${path} gave the cursor ${cursor} twice in a row`);
      }
    } while (cursor !== undefined);
  }

  return Promise.resolve({
    org: encodeURIComponent(config["org"] ?? ""),
    get,
    pages,
    // A chain of promises: unlike a queue it runs each task in its caller's context, to which requests are counted.
    alone(task) {
      const turn = last.then(task, task);
      last = turn.catch(() => undefined);
      return turn;
    },
  });
}

async function refusalsExplained(
  http: Http,
  request: HttpRequest,
  scope: string,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  try {
    return await http(request, signal);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== "denied") throw error;
    throw new UpstreamError("denied", `Sentry refused the token: ${error.message}`, {
      cause: error,
      hint: `SENTRY_TOKEN must be a valid token of this organisation with the scope ${scope}`,
      ...(error.status === undefined ? {} : { status: error.status }),
    });
  }
}

function answered(answer: HttpAnswer, url: string, had_cursor: boolean): HttpAnswer {
  const { status, body } = answer;
  if (status < 400) return answer;
  const detail = UpstreamFailure.safeParse(body).data?.detail ?? "";
  const words = typeof detail === "string" ? detail : (detail.message ?? "");
  const said = `${url} answered ${status}${words === "" ? "" : `: ${words}`}`;
  if (status === 404) {
    throw new MissingResource("unexpected", said, {
      status,
      hint: "check SENTRY_ORG, and that SENTRY_BASE_URL is the organisation's region, such as https://de.sentry.io",
    });
  }
  if (had_cursor && /cursor/i.test(words)) throw new UpstreamError("cursor_expired", said, { status });
  throw new UpstreamError(GAVE_UP.test(words) ? "too_large" : "unexpected", said, { status });
}
