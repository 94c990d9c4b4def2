/** Arguments of Slack's methods: a query or a form; complaints are 200 with `ok: false`. */
import { Refusal } from "../vendor.ts";
import { microsOfTs } from "./threads.ts";

export class SlackError extends Refusal {
  constructor(error: string, extra: Record<string, unknown> = {}) {
    super(200, { ok: false, error, ...extra });
  }
}

/** Refuses arguments that the method does not document. */
export function allowOnly(params: URLSearchParams, ...names: string[]): void {
  for (const name of params.keys()) {
    if (name === "token" || names.includes(name)) continue;
    throw new SlackError("invalid_arguments", {
      response_metadata: { messages: [`[ERROR] no such argument [json-pointer:/${name}]`] },
    });
  }
}

export function pageSize(params: URLSearchParams, usual: number, max: number): number {
  const text = params.get("limit");
  if (text === null || text === "0") return usual;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > max) throw new SlackError("invalid_limit");
  return size;
}

export function flag(params: URLSearchParams, name: string): boolean {
  return ["true", "1"].includes(params.get(name) ?? "");
}

/** The bounds `oldest` and `latest` as a test; both are outside unless `inclusive`. */
export function tsTest(params: URLSearchParams): (at: number) => boolean {
  const oldest = tsParameter(params, "oldest", -Infinity);
  const latest = tsParameter(params, "latest", Infinity);
  if (flag(params, "inclusive")) return (at) => at >= oldest && at <= latest;
  return (at) => at > oldest && at < latest;
}

function tsParameter(params: URLSearchParams, name: "oldest" | "latest", open: number): number {
  const text = params.get(name);
  if (text === null || text === "" || (name === "latest" && text === "now")) return open;
  if (text === "0") return open;
  const at = microsOfTs(text);
  if (at === undefined) throw new SlackError(`invalid_ts_${name}`);
  return at;
}
