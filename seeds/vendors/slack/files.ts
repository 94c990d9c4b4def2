/** The three steps of an upload: files.getUploadURLExternal, the bytes, files.completeUploadExternal. */
import { isRow, type SeedRow, textAt } from "../../row.ts";
import type { Call } from "../vendor.ts";
import type { SlackWorkspace } from "./account.ts";
import { BOT, idFor } from "./ids.ts";
import { allowOnly, SlackError } from "./parameters.ts";
import { addMessage, record, writable } from "./posting.ts";

const LONGEST_ALT_TEXT = 1_000;
/** Where the bytes go, beside the Web API. */
export const UPLOADS = "/upload/v1/";

/** Announces a file. The address carries the right to fill it. */
export function getUploadUrl(workspace: SlackWorkspace, params: URLSearchParams, origin: string): SeedRow {
  mayWriteFiles(workspace);
  // The SDK for Node says `alt_text`, which Slack does not know and does not mind.
  allowOnly(params, "filename", "length", "alt_txt", "alt_text", "snippet_type");
  const name = params.get("filename") ?? "";
  const length = Number(params.get("length"));
  if (name === "" || !Number.isInteger(length) || length < 1) throw new SlackError("invalid_arguments");
  if ((params.get("alt_txt") ?? "").length > LONGEST_ALT_TEXT) throw new SlackError("alt_txt_too_large");
  const id = idFor("F", `${workspace.name} ${workspace.uploads.size}`);
  workspace.uploads.set(id, { name, length, bytes: undefined });
  return { ok: true, upload_url: `${origin}${UPLOADS}${id}`, file_id: id };
}

/** Takes the bytes, raw or as a form's only file; false when they are not those that were announced. */
export async function takeBytes(workspace: SlackWorkspace, id: string, call: Call): Promise<boolean> {
  const upload = workspace.uploads.get(id);
  const bytes = await bytesOf(call);
  if (upload === undefined || upload.length !== bytes.length) return false;
  upload.bytes = bytes;
  workspace.written.push({ method: "upload", args: { id, bytes: bytes.toString("base64") }, ts: undefined });
  return true;
}

async function bytesOf({ headers, body }: Call): Promise<Buffer> {
  const type = headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== "string");
  return Buffer.from(typeof file === "object" ? await file.arrayBuffer() : new ArrayBuffer(0));
}

/** Shares what came as one message. */
export function completeUpload(workspace: SlackWorkspace, params: URLSearchParams, now: Date): SeedRow {
  mayWriteFiles(workspace);
  allowOnly(params, "files", "channel_id", "channels", "thread_ts", "initial_comment", "blocks");
  const asked: unknown = JSON.parse(params.get("files") ?? "null");
  if (!Array.isArray(asked) || asked.length === 0) throw new SlackError("invalid_arguments");
  const files = asked.filter(isRow).map((file) => {
    const id = textAt(file, "id") ?? "";
    const upload = workspace.uploads.get(id);
    if (upload?.bytes === undefined) throw new SlackError("file_not_found");
    const title = textAt(file, "title") ?? upload.name;
    return { id, name: upload.name, title, mimetype: "image/png", size: upload.length };
  });
  const channel = writable(workspace, params.get("channel_id"));
  const text = params.get("initial_comment") ?? "";
  const content = { text, files, upload: false, display_as_bot: false, bot_id: BOT.bot_id };
  const { ts } = addMessage(channel, content, params, now);
  record(workspace, "files.completeUploadExternal", params, ts);
  // Sharing is asynchronous: where the files are shown is not known yet.
  return { ok: true, files: files.map(({ id, title }) => ({ id, title })) };
}

function mayWriteFiles({ scopes }: SlackWorkspace): void {
  if (scopes.includes("files:write")) return;
  throw new SlackError("missing_scope", { needed: "files:write", provided: scopes.join(",") });
}
