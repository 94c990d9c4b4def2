/** What one Slack workspace holds: channels with their messages and threads, and the people in them. */
import { type SeedRow, served, textAt } from "../../row.ts";
import { type Channel, channelBook } from "./channels.ts";
import { idFor } from "./ids.ts";
import { threaded } from "./threads.ts";

export type SlackWorkspace = {
  team_id: string;
  name: string;
  channels: Channel[];
  users: Map<string, SeedRow>;
  /** Every accepted write, in the order in which they came. */
  written: SlackWrite[];
  /** Files that were announced, by their ids. */
  uploads: Map<string, Upload>;
  /** What the token may do. */
  scopes: string[];
};

/** `bytes` is undefined until they have come. */
export type Upload = { name: string; length: number; bytes: Buffer | undefined };

/** `args` as the method documents them, JSON ones parsed; `ts` of the message that was made or changed. */
export type SlackWrite = { method: string; args: SeedRow; ts: string | undefined };

const SCOPES = [
  "channels:read",
  "channels:history",
  "groups:read",
  "groups:history",
  "users:read",
  "chat:write",
  "files:write",
];

/**
 * `place` (the seed's `in.slack`) is the channel of messages whose JSON and `_in` name none. Without it they are
 * in the only channel that the seed lists, else in `general`.
 */
export function slackWorkspace(
  name: string,
  tables: ReadonlyMap<string, SeedRow[]>,
  place: string | undefined,
): SlackWorkspace {
  const rows = (table: string) => tables.get(table) ?? [];
  const book = channelBook(rows("slack_channels").map(served));
  const [only, ...others] = book.all();
  const fallback = place ?? (only !== undefined && others.length === 0 ? only.id : "general");
  const byChannel = new Map<string, SeedRow[]>();
  for (const row of rows("slack_messages")) {
    const { id } = book.find(channelOf(row) ?? fallback);
    const group = byChannel.get(id);
    if (group === undefined) byChannel.set(id, [served(row)]);
    else group.push(served(row));
  }
  for (const channel of book.all()) Object.assign(channel, threaded(byChannel.get(channel.id) ?? []));
  return {
    team_id: idFor("T", name),
    name,
    channels: book.all(),
    users: usersOf(rows("slack_users"), rows("slack_messages")),
    written: [],
    uploads: new Map(),
    scopes: textAt(rows("slack_apps")[0], "scopes")?.split(",") ?? SCOPES,
  };
}

/** The channel a message names: `_in`, else `channel` as search results have it (a name, an id, or an object). */
function channelOf(row: SeedRow): string | undefined {
  return (
    textAt(row, "_in") ??
    textAt(row, "channel") ??
    textAt(row, "channel", "id") ??
    textAt(row, "channel", "name")
  );
}

function usersOf(stated: readonly SeedRow[], messages: readonly SeedRow[]): Map<string, SeedRow> {
  const users = new Map<string, SeedRow>();
  for (const message of messages) {
    const id = textAt(message, "user");
    if (id !== undefined) users.set(id, { id, name: id.toLowerCase(), is_bot: false, deleted: false });
  }
  for (const user of stated) users.set(textAt(user, "id") ?? "", served(user));
  return users;
}
