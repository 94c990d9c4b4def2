import type { KnownBlock } from "@slack/web-api";

import type { Approval } from "../contracts/approval.ts";
import type { State } from "../state/open.ts";
import { evidenceId } from "../incidents/read-incident.ts";
import type { ChatMessage } from "./approval-message.ts";
import { chatJson, chatText, mrkdwnText, pieces } from "./chat-text.ts";
import { paragraph, preformatted, strong } from "./rich-text.ts";

/** A piece of preformatted text; Slack takes 3,000 characters in one. */
const PIECE = 2_900;
/** Slack takes 50 blocks and about 13,000 characters a message; counted as JSON, to be on the safe side of escapes. */
const MESSAGE = { blocks: 40, characters: 12_000 };

type Section = { title: string; text: string };

/** All that the decision rests on, in as many replies as it takes: every argument, what must still hold, the evidence. */
export async function approvalThread(state: State, approval: Approval): Promise<ChatMessage[]> {
  const { preview, args, preconditions, digest } = approval;
  const sections: Section[] = [
    {
      title: "What it does",
      text: [preview.title, ...preview.lines].map((line) => chatText(line, PIECE)).join("\n"),
    },
    { title: "Arguments, all of them", text: chatJson(args) },
    { title: "What must still hold right before it runs", text: chatJson(preconditions) },
    { title: "Evidence", text: (await evidenceLines(state, approval)).join("\n") || "none" },
    { title: "Digest of all this (SHA-256)", text: digest },
  ];
  const packed = pack(sections.flatMap(blocksOf));
  return packed.map((blocks, index) => ({
    text: `${mrkdwnText(preview.title, 300)}: details ${index + 1} of ${packed.length}`,
    blocks,
  }));
}

function blocksOf({ title, text }: Section): KnownBlock[] {
  return [paragraph([strong(title)]), ...pieces(text, PIECE).map(preformatted)];
}

function pack(blocks: KnownBlock[]): KnownBlock[][] {
  const messages: KnownBlock[][] = [];
  let characters = 0;
  for (const block of blocks) {
    const size = JSON.stringify(block).length;
    const last = messages.at(-1);
    if (last === undefined || last.length >= MESSAGE.blocks || characters + size > MESSAGE.characters) {
      messages.push([block]);
      characters = size;
    } else {
      last.push(block);
      characters += size;
    }
  }
  return messages;
}

async function evidenceLines(state: State, { incident_id, evidence }: Approval): Promise<string[]> {
  const rows = await state.db
    .selectFrom("evidence")
    .select(["number", "query", "rows", "as_of", "complete"])
    .where("incident_id", "=", incident_id ?? "")
    .execute();
  return evidence.map(({ id, hash }) => {
    const row = rows.find(({ number }) => evidenceId(number) === id);
    const what =
      row === undefined
        ? ""
        : ` ${row.query}: ${row.rows} rows as of ${row.as_of}${row.complete === 1 ? "" : " (incomplete)"},`;
    return chatText(`${id}${what} hash ${hash}`, 500);
  });
}
