import fc from "fast-check";
import { expect, it } from "vitest";

import { isRow, rowsAt, textAt } from "../../seeds/row.ts";
import { checkBlocks } from "../../seeds/vendors/slack/block-limits.ts";
import { APPROVAL_STATUSES, type Approval } from "../../src/contracts/approval.ts";
import { approvalMessage, type ChatMessage } from "../../src/slack/approval-message.ts";
import { approvalThread } from "../../src/slack/approval-thread.ts";
import { plainMessage } from "../../src/slack/post-message.ts";
import { rejectModal } from "../../src/slack/reject-modal.ts";
import { openDesk, SECRET } from "./desk.ts";

const HOSTILE = [
  "<!channel>",
  "<!here|hi>",
  "@everyone @channel",
  "<@U0ADA>",
  "<#C0INCIDENTS>",
  "<https://evil.example|click>",
  "https://evil.example/x?a=1&b=2",
  "www.evil.example",
  "*bold* `code` ~gone~",
  "\u202Eesrever\u2066",
  "a\u0000b\r\nc",
  "😀".repeat(50),
  "</script>&amp;",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(" "));
const long = hostile.chain((text) =>
  fc
    .integer({ min: 1, max: 60_000 })
    .map((size) => `${text} `.repeat(Math.ceil(size / (text.length + 1))).slice(0, size)),
);

const approvals: fc.Arbitrary<Approval> = fc.record({
  id: fc.constant("apr_0000001"),
  incident_id: fc.constant("inc_0000001"),
  action: fc.constantFrom("kill_loop", "comment_pr"),
  args: fc.dictionary(hostile, fc.oneof(long, hostile, fc.integer(), fc.constant(null)), { maxKeys: 4 }),
  resource: hostile,
  severity: fc.constantFrom("info", "critical"),
  preview: fc.record({ title: long, lines: fc.array(hostile, { maxLength: 60 }) }),
  digest: fc.constant("ab".repeat(32)),
  evidence: fc.array(fc.record({ id: hostile, hash: hostile }), { maxLength: 100 }),
  preconditions: fc.dictionary(hostile, hostile, { maxKeys: 3 }),
  decide: fc.constantFrom("auto", "one", "two"),
  rule: hostile,
  approvals_needed: fc.constantFrom(1, 2),
  cost_of_waiting_usd: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
  status: fc.constantFrom(...APPROVAL_STATUSES),
  proposed_by: hostile,
  proposed_at: fc.constant("2026-03-02T12:00:00.000Z"),
  expires_at: fc.constant("2026-03-02T16:00:00.000Z"),
  votes: fc.array(
    fc.record({
      by: hostile,
      vote: fc.constantFrom("approve", "refuse"),
      reason: fc.option(long),
      via: fc.constantFrom("slack", "web"),
      at: fc.constant("2026-03-02T13:00:00.000Z"),
    }),
    { maxLength: 3 },
  ),
  decided_at: fc.option(fc.constant("2026-03-02T13:00:00.000Z")),
  started_at: fc.constant(null),
  ended_at: fc.option(fc.constant("2026-03-02T13:00:01.000Z")),
  attempts: fc.constant(0),
  result: fc.option(
    fc.record({ url: fc.constantFrom("https://github.com/a/b/issues/1", "javascript:alert(1)", "x") }),
  ),
  error: fc.option(long),
});

/** Every string that Slack would show, and whether it reads markup in it. */
function strings(value: unknown): { text: string; markup: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(strings);
  if (!isRow(value)) return [];
  const own = textAt(value, "text");
  const markup = value["type"] === "mrkdwn";
  return [...(own === undefined ? [] : [{ text: own, markup }]), ...Object.values(value).flatMap(strings)];
}

function expectInert({ text, blocks }: ChatMessage): void {
  checkBlocks(blocks);
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThan(3000);
  const shown = strings(blocks);
  expect(shown.length).toBeGreaterThan(0);
  for (const one of [{ text, markup: true }, ...shown]) {
    // Dates are the only markup, and ours.
    const rest = one.text.replaceAll(/<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[\d:.TZ-]+>/g, "");
    expect(rest).not.toMatch(/<[!@#]|@(channel|here|everyone)|:\/\/|www\./i);
    expect(rest).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(one.markup ? rest : "").not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  }
}

/** Lines as a person sees them: those of each text, and one for the buttons. */
function lineCount({ blocks }: ChatMessage): number {
  return blocks.reduce((lines, block) => {
    const texts = block.type === "actions" ? [] : strings(block).map(({ text }) => text);
    return lines + texts.join("").split("\n").length;
  }, 0);
}

it("fits Slack's limits and stays without effect, whatever an approval holds", async () => {
  const { state } = await openDesk();
  await fc.assert(
    fc.asyncProperty(approvals, async (approval) => {
      const message = approvalMessage(approval);
      expectInert(message);
      expect(lineCount(message)).toBeLessThanOrEqual(10);
      expect(message.blocks.some(({ type }) => type === "actions")).toBe(approval.status === "proposed");
      const links = JSON.stringify(message.blocks).match(/"url":"[^"]*"/g) ?? [];
      expect(links.filter((link) => link !== '"url":"https://github.com/a/b/issues/1"')).toEqual([]);
      const origin = { id: approval.id, digest: approval.digest, channel: "C1", ts: "1.2", user: "U1" };
      expectInert({
        text: "modal",
        blocks: rejectModal(approval, origin, SECRET).blocks as ChatMessage["blocks"],
      });
      const thread = await approvalThread(state, approval);
      thread.forEach(expectInert);
      expect(argumentsIn(thread)).toEqual(JSON.parse(JSON.stringify(approval.args)));
    }),
    { numRuns: 25 },
  );
});

/** What a person reads under the heading of the arguments, put together and parsed. */
function argumentsIn(thread: ChatMessage[]): unknown {
  const texts = thread.flatMap(({ blocks }) =>
    blocks.map(
      (block) => rowsAt(block, "elements").flatMap((element) => rowsAt(element, "elements"))[0]?.["text"],
    ),
  );
  const from = texts.findIndex((text) => text === "Arguments, all of them");
  const to = texts.findIndex((text) => text === "What must still hold right before it runs");
  return JSON.parse(texts.slice(from + 1, to).join(""));
}

it("says a message without effect", () => {
  const any_text = fc.property(long, (text) => expectInert(plainMessage(text)));
  expect(fc.check(any_text, { numRuns: 40 }).counterexample).toBeNull();
});
