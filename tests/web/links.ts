import { expect, it } from "vitest";

import type { ForensicGraph } from "../../src/forensics/graph.ts";
import type { Archive, FileRiskReport } from "../../web/types.ts";
import { shown, type World } from "./world.ts";

/** Views that differ in everything that an address may hold. */
export async function views(world: World): Promise<string[]> {
  const [incident] = await world.incidents();
  const [, other] = await world.approvals();
  const { digests } = await world.ask<Archive>("/api/digest");
  const week = digests.at(-1)?.week;
  const { files } = await world.ask<FileRiskReport>("/api/risk/history?repo=tidewell/orders");
  const sql = encodeURIComponent(
    "select connection, count(*) as n from langfuse_traces group by all order by all",
  );
  return [
    "/",
    "/?range=7d",
    "/incidents?status=all",
    "/incidents?severity=critical,high&sort=cost",
    "/incidents?type=agent_loop&sort=newest",
    "/incidents?q=order-desk",
    `/incidents/${incident?.id}`,
    `/incidents/${incident?.id}?e=e1,e2`,
    `/approvals?show=all&id=${other?.id}`,
    "/approvals?show=audit",
    `/sql?sql=${sql}&as=chart`,
    `/sql?sql=${sql}&side=library`,
    `/sql?sql=${encodeURIComponent("select $from as a, $to as b")}&from=2026-03-01T00:00:00.000Z&to=2026-03-02T12:30:00.000Z&zone=Asia/Kolkata`,
    "/forensics?from=2026-03-01T00:00:00.000Z&to=2026-03-02T12:30:00.000Z&connection=storm&as=table&zone=Europe/Berlin",
    `/forensics/${incident?.id}?as=table&collapse=trace&linked=only`,
    `/traces/${await someTrace(world)}?as=tree`,
    `/risk?repo=tidewell/orders&pulls=all&file=${encodeURIComponent(files.at(-1)?.path ?? "")}`,
    "/risk/tidewell/orders/226?connection=storm&at=2020-02-02T02:02:02Z",
    "/quality?feature=extract-invoice&connection=prompt-drift-schema&version=1&range=7d",
    `/digest/${week}`,
    "/coverage?q=sentry",
    "/?from=2026-03-01T00:00:00.000Z&to=2026-03-02T12:30:00.000Z&zone=Asia/Kolkata",
    "/incidents?status=all&from=2026-03-01T00:00:00.000Z&zone=Europe/Berlin",
    `/incidents?at=${incident?.id}`,
    "/settings?of=agent_loop&limits=generations:12",
    "/settings?show=policy",
    "/settings?show=keys",
  ];
}

/** The trace with the most repetitions of those that an incident is about; of a loop unless a connection is named. */
export async function someTrace(world: World, of?: string): Promise<string> {
  const [incident] = (await world.incidents()).filter(({ type, connection }) =>
    of === undefined ? type === "agent_loop" : connection === of,
  );
  const { nodes } = await world.ask<ForensicGraph>(`/api/forensics?incident=${incident?.id}`);
  const traces = nodes.filter(({ kind }) => kind === "trace");
  const [longest] = traces.toSorted((one, other) => other.occurrences - one.occurrences);
  if (longest === undefined) throw new Error("no trace");
  return longest.ref;
}

/** Pages that are open at once. */
const AT_ONCE = 4;

export function linksAreViews(world: () => World): void {
  it("is the view: every link shows the same after a reload", async () => {
    const seen = new Map<string, string>();
    const all = await views(world());
    const left = [...all];
    const worker = async () => {
      const page = await world().open("/healthz");
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(`${world().url}${path}`);
        const before = await settled(page);
        await page.reload();
        expect(await settled(page), path).toBe(before);
        expect(new URL(page.url()).pathname + new URL(page.url()).search, path).toBe(path);
        seen.set(path, before);
      }
      expect(page.faults).toEqual([]);
      await page.context().close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect([...seen.keys()].toSorted()).toEqual(all.toSorted());
  });

  it("that leads nowhere says so, and offers a way on", async () => {
    const page = await world().open("/incidents/inc_doesnotexist");
    await page.getByRole("alert").getByText("there is no incident").waitFor();
    // The settings had another address once.
    await page.goto(`${world().url}/system?show=keys`);
    await page.getByRole("heading", { name: "API keys" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/settings");
    await page.goto(`${world().url}/no/such/page`);
    await page.getByRole("link", { name: "See the incidents" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "Incidents", level: 1 }).count()).toBe(1);
    await page.context().close();
  });
}

/** Parts of a page arrive one after the other: it is read once it has stood still for half a second. */
async function settled(page: Parameters<typeof shown>[0]): Promise<string> {
  let before = await shown(page);
  let same = 0;
  while (same < 3) {
    await page.waitForTimeout(170);
    const now = await shown(page);
    same = now === before ? same + 1 : 0;
    before = now;
  }
  return before;
}
