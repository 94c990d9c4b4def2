/** What `doctor` asks of Snowflake: the sign-in, its clock, and one row of each view. */
import { z } from "zod";

import type { CheckResult } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { aTime, readRow } from "./account-usage.ts";
import type { SnowflakeClient } from "./client.ts";

const CLOCK = "select cast(convert_timezone('UTC', current_timestamp()) as timestamp_ntz) as vendor_time";
const Clock = z.object({ VENDOR_TIME: aTime });

/** One statement per view: grants differ, by database role, from view to view. */
const READS = [
  "select name from snowflake.account_usage.task_history limit 1",
  "select query_id from snowflake.account_usage.query_history limit 1",
  "select warehouse_name from snowflake.account_usage.warehouse_metering_history limit 1",
];

/** Never throws for a refusal. */
export async function check(client: SnowflakeClient): Promise<CheckResult> {
  try {
    await client.signIn();
  } catch (error) {
    return { ok: false, identity: "", problems: [problemOf(error)], vendor_time: undefined };
  }
  const vendor_time = await clockOf(client);
  const problems: CheckResult["problems"] = [];
  for (const sql of READS) {
    try {
      await firstPage(client, sql);
    } catch (error) {
      problems.push(problemOf(error));
    }
  }
  return { ok: problems.length === 0, identity: client.identity, problems, vendor_time };
}

async function clockOf(client: SnowflakeClient): Promise<Date | undefined> {
  try {
    return new Date(readRow(Clock, await firstPage(client, CLOCK)).VENDOR_TIME);
  } catch {
    // Skew is then not measured; what keeps the clock from being read shows in the views.
    return undefined;
  }
}

async function firstPage(client: SnowflakeClient, sql: string): Promise<unknown> {
  for await (const [row] of client.select({ sql, binds: [] }, new AbortController().signal)) return row;
  return undefined;
}

/** The hints name variables; the last one is the one to look at first. */
function problemOf(error: unknown): CheckResult["problems"][number] {
  const hint = error instanceof UpstreamError ? error.hint : undefined;
  const variable = (hint ?? "").match(/SNOWFLAKE_[A-Z_]+/g)?.at(-1);
  return { variable, message: messageOf(error), hint: hint ?? "see the message" };
}
