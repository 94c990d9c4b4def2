import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { SlackClient } from "./client.ts";
import { type CursorPage, cursorPages } from "./cursor-pages.ts";
import { ChannelRefused, MissingScope } from "./failure.ts";

export type Channel = { id: string; name: string | null };

const UpstreamChannel = z.object({ id: lenient.anId, name: lenient.maybeText, is_member: lenient.maybeFlag });

/**
 * Every channel that the token may see, archived ones too. Without the scope groups:read only the public ones,
 * which is a choice that whoever installs the app may make. Upstream: conversations.list.
 */
export async function* channelPages(
  client: SlackClient,
  warn: (message: string) => void,
  signal?: AbortSignal,
): AsyncGenerator<CursorPage> {
  try {
    yield* cursorPages(
      client,
      "conversations.list",
      { types: "public_channel,private_channel" },
      "channels",
      signal,
    );
  } catch (error) {
    if (!(error instanceof MissingScope) || !error.needed.includes("groups:read")) throw error;
    warn("the Slack token lacks the scope groups:read: private channels are left out");
    yield* cursorPages(client, "conversations.list", { types: "public_channel" }, "channels", signal);
  }
}

/**
 * The channels whose messages are read, and a refusal for each that cannot be: one that SLACK_CHANNELS names and
 * nobody knows, one that Slack lists in a way that cannot be read.
 */
export async function channelsToRead(
  client: SlackClient,
  warn: (message: string) => void,
): Promise<{ channels: Channel[]; refused: ChannelRefused[] }> {
  const listed = (await listedOnce(client, warn)).map((item) => UpstreamChannel.safeParse(item));
  const all = listed.flatMap(({ data }) => data ?? []);
  const refused = listed.flatMap(({ error }) =>
    error === undefined
      ? []
      : [
          new ChannelRefused(
            "unexpected",
            `Slack lists a channel that cannot be read: ${z.prettifyError(error)}`,
          ),
        ],
  );
  if (client.wanted.length === 0)
    return { channels: all.filter(({ is_member }) => is_member !== false), refused };
  const found = client.wanted.map((wanted) => all.find(({ id, name }) => id === wanted || name === wanted));
  const unknown = client.wanted.filter((_wanted, position) => found[position] === undefined);
  const hint = "check SLACK_CHANNELS; a private channel shows only when the bot is in it and has groups:read";
  return {
    channels: found.filter((channel) => channel !== undefined),
    refused: [
      ...refused,
      ...unknown.map((name) => new ChannelRefused("denied", `Slack shows no channel ${name}`, { hint })),
    ],
  };
}

/** Slices are read side by side and all need the list: it is asked for once per connection. */
async function listedOnce(client: SlackClient, warn: (message: string) => void): Promise<unknown[]> {
  client.listed ??= list(client, warn);
  try {
    return await client.listed;
  } catch (error) {
    client.listed = undefined;
    throw error;
  }
}

async function list(client: SlackClient, warn: (message: string) => void): Promise<unknown[]> {
  const channels: unknown[] = [];
  for await (const { items } of channelPages(client, warn)) channels.push(...items);
  return channels;
}
