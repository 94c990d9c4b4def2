/** The channels of a workspace: those the seed lists, and those that its messages name. */
import { type SeedRow, textAt } from "../../row.ts";
import { idFor } from "./ids.ts";
import type { Threads } from "./threads.ts";

const ID = /^[CG][A-Z0-9]{8,}$/;

export type Channel = Threads & { id: string; name: string; json: SeedRow };

export type ChannelBook = {
  all: () => Channel[];
  /** By id or name (a leading # is ignored); a new channel when none is known. */
  find: (name: string) => Channel;
};

export function channelBook(stated: readonly SeedRow[]): ChannelBook {
  const channels: Channel[] = [];
  const add = (json: SeedRow): Channel => {
    const name = textAt(json, "name") ?? textAt(json, "id") ?? "general";
    const id = textAt(json, "id") ?? idFor("C", name);
    const channel = { id, name, json: { ...defaults(id, name), ...json }, top: [], replies: new Map() };
    channels.push(channel);
    return channel;
  };
  for (const row of stated) add(row);
  return {
    all: () => channels,
    find(given) {
      const name = given.replace(/^#/, "");
      return (
        channels.find((channel) => channel.id === name || channel.name === name) ??
        add(ID.test(name) ? { id: name } : { name })
      );
    },
  };
}

function defaults(id: string, name: string): SeedRow {
  return {
    id,
    name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_general: name === "general",
    is_member: true,
    created: 1_600_000_000,
    updated: 1_600_000_000_000,
    creator: "USLACKBOT",
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: 1,
  };
}
