/** Slack's Web API: methods under /api/, a bot token per workspace, refusals as 200 with `ok: false`. */
import { Hono } from "hono";

import type { SeedRow } from "../../row.ts";
import { withHeaders } from "../transport.ts";
import { answerRefusals, askRoutes, type Call, type Env, jsonAnswer, type Vendor } from "../vendor.ts";
import type { SlackWorkspace } from "./account.ts";
import {
  conversationHistory,
  conversationInfo,
  conversationReplies,
  listConversations,
} from "./conversations.ts";
import { slackCursors } from "./cursors.ts";
import { completeUpload, getUploadUrl, takeBytes, UPLOADS } from "./files.ts";
import { BOT } from "./ids.ts";
import { allowOnly, SlackError } from "./parameters.ts";
import { postEphemeral, postMessage, updateMessage } from "./posting.ts";
import { openView } from "./views.ts";

export type SlackAccount = { seed: string; bot_token: string; workspace: SlackWorkspace };

type Method = (workspace: SlackWorkspace, params: URLSearchParams) => SeedRow;

const METHODS: Record<string, Method> = {
  "auth.test": (workspace) => ({
    ok: true,
    url: `https://${workspace.name}.slack.com/`,
    team: workspace.name,
    user: "sentinel",
    team_id: workspace.team_id,
    user_id: BOT.user,
    bot_id: BOT.bot_id,
    is_enterprise_install: false,
  }),
  "conversations.list": listConversations,
  "conversations.info": conversationInfo,
  "conversations.history": conversationHistory,
  "conversations.replies": conversationReplies,
  "users.info": (workspace, params) => {
    allowOnly(params, "user", "include_locale");
    const user = workspace.users.get(params.get("user") ?? "");
    if (user === undefined) throw new SlackError("user_not_found");
    return { ok: true, user };
  },
  "bots.info": (_workspace, params) => {
    allowOnly(params, "bot", "team_id");
    const { bot_id: id, app_id, user: user_id } = BOT;
    if (params.get("bot") !== id) throw new SlackError("bot_not_found");
    return {
      ok: true,
      bot: { id, deleted: false, name: "sentinel", updated: 0, app_id, user_id, icons: {} },
    };
  },
};

type Write = (workspace: SlackWorkspace, params: URLSearchParams, now: Date, origin: string) => SeedRow;

const WRITES: Record<string, Write> = {
  "chat.postMessage": postMessage,
  "chat.update": updateMessage,
  "chat.postEphemeral": postEphemeral,
  "views.open": openView,
  "files.getUploadURLExternal": (workspace, params, _now, origin) => getUploadUrl(workspace, params, origin),
  "files.completeUploadExternal": completeUpload,
};

export function slackVendor(accounts: readonly SlackAccount[], now: () => Date = () => new Date()): Vendor {
  const routes = slackRoutes(now);
  const accountOf = (call: Call) => {
    const token = tokenOf(call);
    const file = fileOf(call);
    return accounts.find(({ bot_token, workspace }) =>
      file === undefined ? bot_token === token : workspace.uploads.has(file),
    );
  };
  return {
    name: "slack",
    seedOf: (call) => accountOf(call)?.seed,
    async answer(call) {
      const workspace = accountOf(call)?.workspace;
      const scopes = { "x-oauth-scopes": workspace?.scopes.join(",") ?? "" };
      return withHeaders(await askRoutes(routes, call, workspace), scopes);
    },
    writes: (call) => fileOf(call) !== undefined || call.url.pathname.replace("/api/", "") in WRITES,
    refusals: {
      // Always 429 with Retry-After; the body says so a second time.
      limited: (retry_s) =>
        jsonAnswer(429, { ok: false, error: "ratelimited" }, { "retry-after": String(retry_s) }),
      secondary: () => jsonAnswer(403, { ok: false, error: "ratelimited" }),
      failed: (status) => jsonAnswer(status, { ok: false, error: "internal_error" }),
    },
    usual_limit: 50,
    quotaHeaders: () => ({}),
    cursors: slackCursors,
  };
}

function tokenOf({ headers, params }: Call): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? params.get("token") ?? undefined;
}

/** The file that an upload address stands for. */
function fileOf({ url }: Call): string | undefined {
  return url.pathname.startsWith(UPLOADS) ? url.pathname.slice(UPLOADS.length) : undefined;
}

function slackRoutes(now: () => Date): Hono<Env<SlackWorkspace>> {
  const routes = new Hono<Env<SlackWorkspace>>();
  answerRefusals(routes);
  routes.on(["GET", "POST"], "/api/:method", (c) => {
    const { call, data } = c.env;
    const name = c.req.param("method");
    const write = WRITES[name];
    const method: Method | undefined =
      write === undefined
        ? METHODS[name]
        : (workspace, params) => write(workspace, params, now(), call.url.origin);
    if (method === undefined) throw new SlackError("unknown_method", { req_method: name });
    if (data === undefined) throw new SlackError(tokenOf(call) === undefined ? "not_authed" : "invalid_auth");
    return c.json(method(data, call.params));
  });
  routes.post(`${UPLOADS}:file`, async (c) => {
    const { call, data } = c.env;
    const taken = data !== undefined && (await takeBytes(data, c.req.param("file"), call));
    return taken ? c.text(`OK - ${call.body.length}`) : c.text("upload failed", 400);
  });
  return routes;
}
