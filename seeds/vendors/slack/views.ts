/** views.open: a trigger opens one modal. */
import { isRow, type SeedRow, textAt } from "../../row.ts";
import type { SlackWorkspace } from "./account.ts";
import { checkBlocks } from "./block-limits.ts";
import { idFor } from "./ids.ts";
import { allowOnly, SlackError } from "./parameters.ts";
import { record } from "./posting.ts";

const LONGEST = { title: 24, private_metadata: 3000, callback_id: 255 };

export function openView(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, "trigger_id", "view");
  const trigger_id = params.get("trigger_id") ?? "";
  if (trigger_id === "") throw new SlackError("invalid_trigger_id");
  const used = workspace.written.some(
    ({ method, args }) => method === "views.open" && args["trigger_id"] === trigger_id,
  );
  if (used) throw new SlackError("exchanged_trigger_id");
  const view: unknown = JSON.parse(params.get("view") ?? "null");
  if (!isRow(view) || view["type"] !== "modal") throw new SlackError("invalid_arguments");
  const { title, callback_id, private_metadata } = {
    title: textAt(view, "title", "text") ?? "",
    callback_id: textAt(view, "callback_id") ?? "",
    private_metadata: textAt(view, "private_metadata") ?? "",
  };
  const fits =
    title.length > 0 &&
    title.length <= LONGEST.title &&
    callback_id.length <= LONGEST.callback_id &&
    private_metadata.length <= LONGEST.private_metadata;
  if (!fits) throw new SlackError("invalid_arguments");
  checkBlocks(view["blocks"]);
  record(workspace, "views.open", params, undefined);
  const id = idFor("V", trigger_id);
  return {
    ok: true,
    view: { ...view, id, team_id: workspace.team_id, state: { values: {} }, root_view_id: id },
  };
}
