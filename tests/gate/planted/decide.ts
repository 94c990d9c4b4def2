import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Seed } from "../../../seeds/load.ts";
import { serveVendors } from "../../../seeds/vendors/serve.ts";
import { sources } from "../../../sources/index.ts";
import { demoEnvironment } from "../../../src/demo/demo-environment.ts";
import { patrol } from "../../../src/jobs/patrol.ts";
import { openSentinel } from "../../../src/main.ts";
import { Service } from "../../../src/settings.ts";
import { sync } from "../../../src/sync/run.ts";
import { serveChat } from "../../investigate/chat-server.ts";

const HISTORY_MS = 16 * 24 * 60 * 60_000;

/**
 * What Sentinel decides about a seed as a stranger's product: through the real adapters, a model that says what
 * `said` holds, and the gate with its shipped policy.
 */
export async function decisionsOn(seed: Seed, now: Date, said: string) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-planted-"));
  const vendors = await serveVendors({ seeds: [seed], now: () => now });
  const told = [{ text: said, evidence: ["e1"] }];
  const chat = await serveChat(() => ({
    content: { what_happened: told, likely_cause: told, impact: told, recommended_action: told },
  }));
  const variables: Record<string, string> = {
    GROQ_API_KEY: "gsk_loopback",
    GROQ_BASE_URL: chat.url,
    GITHUB_TARGET_REPO: seed.in["github"] ?? "",
  };
  const github = demoEnvironment(() => undefined, vendors.github_writer);
  const sentinel = await openSentinel({
    home: join(folder, "home"),
    quiet: true,
    now: () => now,
    environment: (name) => variables[name] ?? github(name),
    services: servicesOf(seed),
    connections: vendors.connections.flatMap(({ name, source: id, config }) => {
      const source = sources.find((candidate) => candidate.name === id);
      return source === undefined ? [] : [{ name, source, config }];
    }),
  });
  try {
    const { settings, log } = sentinel;
    await sync({
      lake: await sentinel.lake(),
      connections: sentinel.connections().ready,
      since: new Date(now.getTime() - HISTORY_MS),
      limits: settings.sync,
      now: () => now,
      log,
    });
    const { incidents, approvals } = await patrol(sentinel, now, [], { propose: true });
    return {
      asked: chat.requests.length,
      severities: incidents.map(({ type, severity }) => `${type} ${severity}`).toSorted(),
      decisions: approvals
        .map(({ action, args, resource, severity, decide, rule, status, preview, digest }) =>
          // Evidence holds the very rows, titles and all; the rest of the digest is compared field by field.
          ({ action, args, resource, severity, decide, rule, status, preview, signed: digest.length }),
        )
        .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
    };
  } finally {
    await sentinel.close();
    await vendors.close();
    await chat.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function servicesOf({ services }: Seed): Record<string, Service> {
  return Object.fromEntries(
    Object.entries(services ?? {}).map(([name, parts]) => [name, Service.parse(parts)] as const),
  );
}
