import { Command, Option } from "commander";

import { APPROVAL_STATUSES, type Approval, type ApprovalStatus } from "../../contracts/approval.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { Sentinel } from "../../main.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printJson } from "../output.ts";
import { personHere } from "../person.ts";
import { printApproval, printApprovalList } from "../show-approval.ts";
import { withSentinel } from "../with-sentinel.ts";

type ListOptions = GlobalOptions & { status: ApprovalStatus | "all" };
type DecisionOptions = GlobalOptions & { as?: string; reason?: string; digest?: string };

export const approvalsCommand = () =>
  listing(
    new Command("approvals").description("what is proposed to be done: list, read, approve, refuse, undo"),
  )
    .addCommand(listing(new Command("list").description("all of them, the newest first")))
    .addCommand(new Command("show").description("one whole").argument("<id>").action(show))
    .addCommand(
      decision("approve", "release it: it is run at once", approveAndRun)
        .option("--digest <digest>", "of what you were shown; the one that `show` prints when not given")
        .option("--reason <text>", "why"),
    )
    .addCommand(
      decision("refuse", "end it: nothing is done", async (sentinel, id, by, { reason }) => {
        const { refuse } = await import("../../gate/refuse.ts");
        return refuse(sentinel.gate(), { id, by, reason: reason ?? "" });
      })
        .alias("reject")
        .requiredOption("--reason <text>", "why"),
    )
    .addCommand(
      decision("undo", "take back what was done", async (sentinel, id, by) => {
        const { undo } = await import("../../gate/undo.ts");
        return undo(sentinel.gate(), { id, by });
      }),
    );

const listing = (command: Command): Command =>
  command
    .addOption(
      new Option("--status <status>", "which ones").choices(["all", ...APPROVAL_STATUSES]).default("all"),
    )
    .action(list);

async function list(options: ListOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { listApprovals } = await import("../../gate/read-approvals.ts");
    const approvals = await listApprovals(sentinel.state(), { status: options.status });
    if (options.json) printJson({ approvals });
    else printApprovalList(approvals);
  });
}

async function show(id: string, options: GlobalOptions): Promise<void> {
  await withSentinel(options, async (sentinel) => {
    const { getApproval } = await import("../../gate/read-approvals.ts");
    printOne(options, await getApproval(sentinel.state(), id));
  });
}

async function approveAndRun(
  sentinel: Sentinel,
  id: string,
  by: Principal,
  { digest, reason }: DecisionOptions,
): Promise<Approval> {
  const { approve } = await import("../../gate/approve.ts");
  const { getApproval } = await import("../../gate/read-approvals.ts");
  const { runApproved } = await import("../../gate/run-approved.ts");
  const seen = await getApproval(sentinel.state(), id);
  const approved = await approve(sentinel.gate(), {
    id: seen.id,
    digest: digest ?? seen.digest,
    by,
    reason,
  });
  const [run] = approved.status === "approved" ? await runApproved(sentinel.gate(), approved.id) : [];
  return run ?? getApproval(sentinel.state(), approved.id);
}

type Decide = (sentinel: Sentinel, id: string, by: Principal, options: DecisionOptions) => Promise<Approval>;

function decision(name: string, description: string, decide: Decide): Command {
  return new Command(name)
    .description(description)
    .argument("<id>")
    .option("--as <name>", "who decides; your user name when not given")
    .action(async (id: string, options: DecisionOptions) => {
      await withSentinel(options, async (sentinel) => {
        const by = personHere(sentinel.settings, options.as);
        printOne(options, await decide(sentinel, id, by, options));
      });
    });
}

function printOne(options: GlobalOptions, approval: Approval): void {
  if (options.json) printJson(approval);
  else printApproval(approval);
}
