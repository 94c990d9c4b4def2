import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { SyncReport } from "../../src/sync/report.ts";
import { shell, type Outcome } from "./world/command.ts";
import { temporaryFolder } from "./world/lake.ts";
import { HISTORY_DAYS, seedNamed, SMALL } from "./world/seed.ts";
import { serve, type Vendors } from "./world/vendors.ts";

const limits = { history_days: HISTORY_DAYS, retries: 1, retry_base_ms: 20, give_up_after: 1 };
const errorsOf = ({ stdout }: Outcome) => {
  const { connections } = JSON.parse(stdout) as SyncReport;
  return Object.fromEntries(
    connections.map(({ source, tables }) => [source, tables.map(({ error }) => error)]),
  );
};

describe("one vendor fails", () => {
  const folder = temporaryFolder();
  let vendors: Vendors;
  let synced: Outcome;
  let ask: ReturnType<typeof shell>["sql"];

  beforeAll(async () => {
    vendors = await serve([seedNamed("shop", new Date(), SMALL)], {
      faults: [{ vendor: "sentry", kind: "error-500", count: Infinity }],
    });
    const { run, sql } = shell(folder.path, vendors.env[0] ?? {}, limits);
    ask = sql;
    synced = await run("sync", "--json");
  });
  afterAll(async () => {
    await vendors.close();
    folder[Symbol.dispose]();
  });

  it("exits with 4, and the report names the failure", () => {
    expect(synced.code).toBe(4);
    const { sentry, ...others } = errorsOf(synced);
    for (const error of sentry ?? [])
      expect(error).toMatch(/^GET .*\/api\/0\/.*answered 500: Internal Error$/);
    for (const errors of Object.values(others)) expect(new Set(errors)).toEqual(new Set([null]));
  });

  it("has the rows of all other sources, complete", async () => {
    const { rows, complete } = await ask(`
      select (select count(*) from langfuse_observations) as observations, (select count(*) from github_commits) as commits,
          (select count(*) from slack_messages) as messages, (select count(*) from snowflake_queries) as statements`);
    const { observations, commits, messages, statements } = SMALL;
    expect({ rows, complete }).toEqual({
      rows: [{ observations, commits, messages, statements }],
      complete: true,
    });
  });

  it("says of the failed one that it is incomplete", async () => {
    expect(await ask("select count(*) as issues from sentry_issues")).toMatchObject({
      rows: [{ issues: 0 }],
      complete: false,
    });
  });
});

describe("wrong credentials", () => {
  const WRONG = {
    LANGFUSE_SECRET_KEY: "sk-lf-wrong-secret-1",
    SENTRY_TOKEN: "sntrys_wrong_secret_2",
    GITHUB_TOKEN: "ghp_wrongsecret3",
    SLACK_BOT_TOKEN: "xoxb-wrong-secret-4",
    SNOWFLAKE_PASSWORD: "wrong secret 5",
  };
  const folder = temporaryFolder();
  let vendors: Vendors;
  let synced: Outcome;
  let shown: Outcome;
  let ledger: Outcome;

  beforeAll(async () => {
    vendors = await serve([seedNamed("shop", new Date(), SMALL)]);
    const { run } = shell(folder.path, { ...vendors.env[0], ...WRONG, SENTINEL_LOG_LEVEL: "debug" }, limits);
    synced = await run("sync", "--json");
    shown = await run("sync");
    ledger = await run("sql", "select error from sentinel_coverage", "--json");
  });
  afterAll(async () => {
    await vendors.close();
    folder[Symbol.dispose]();
  });

  it.each([
    ["langfuse", "LANGFUSE_SECRET_KEY", /Invalid credentials/, "project API key"],
    ["sentry", "SENTRY_TOKEN", /Invalid token/, "event:read"],
    ["github", "GITHUB_TOKEN", /Bad credentials/, "Contents: read"],
    ["slack", "SLACK_BOT_TOKEN", /invalid_auth/, "channels:read"],
    ["snowflake", "SNOWFLAKE_PASSWORD", /Incorrect username or password/, "imported privileges"],
  ])("of %s: the variable, what the vendor said, the scope needed", (source, variable, said, scope) => {
    expect(synced.code).toBe(4);
    const [error] = errorsOf(synced)[source] ?? [];
    expect(error).toContain(variable);
    expect(error).toMatch(said);
    expect(error).toContain(scope);
  });

  it("never shows a secret: not in the report, the log, the ledger or the lake", () => {
    const outputs = [synced, shown, ledger].map(({ stdout, stderr }) => stdout + stderr).join("\n");
    for (const secret of [...Object.values(WRONG), ...Object.values(vendors.env[0] ?? {}).filter(isSecret)]) {
      expect(outputs).not.toContain(secret);
      expect(outputs).not.toContain(Buffer.from(secret).toString("base64"));
    }
  });
});

const isSecret = (value: string) => /^(sk-|sntrys_|ghp_|xoxb-|loopback-)/.test(value);
