import { expect, it } from "vitest";

import { sources } from "../../sources/index.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { portsFor } from "../../src/sync/ports.ts";
import { silent } from "./world/lake.ts";

it.each(sources)("the limits of the settings reach the client of $name", (source) => {
  const limits = SyncLimits.parse({ attempt_ms: 1, longest_wait_ms: 2, retries: 3, retry_base_ms: 4 });
  const ports = portsFor(
    { name: "default", source, config: {} },
    { limits, now: () => new Date(), log: silent },
  );
  expect(ports.limits).toEqual({ attempt_ms: 1, longest_wait_ms: 2, retries: 3, retry_base_ms: 4 });
});
