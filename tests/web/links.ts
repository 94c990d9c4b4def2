import { expect, it } from "vitest";

import { shown, type World } from "./world.ts";

/** Views that differ in everything that an address may hold. */
async function views(world: World): Promise<string[]> {
  const [incident] = await world.incidents();
  const [approval, other] = await world.approvals();
  const sql = encodeURIComponent(
    "select connection, count(*) as n from langfuse_traces group by all order by all",
  );
  return [
    "/",
    "/?range=72h",
    "/?range=7d",
    "/incidents",
    "/incidents?status=all",
    "/incidents?status=resolved",
    "/incidents?severity=critical",
    "/incidents?severity=critical,high&sort=cost",
    "/incidents?type=agent_loop&sort=newest",
    "/incidents?q=order-desk",
    "/incidents?q=nothing+has+this",
    "/incidents?connection=storm",
    `/incidents/${incident?.id}`,
    `/incidents/${incident?.id}?e=e1`,
    `/incidents/${incident?.id}?e=e1,e2`,
    "/approvals",
    "/approvals?show=all",
    `/approvals?id=${approval?.id}`,
    `/approvals?show=all&id=${other?.id}`,
    "/approvals?show=audit",
    `/sql?sql=${sql}`,
    `/sql?sql=${sql}&as=chart`,
    `/sql?sql=${sql}&side=library`,
    "/?from=2026-03-01T00:00:00.000Z&to=2026-03-02T12:30:00.000Z&zone=Asia/Kolkata",
    "/incidents?range=7d",
    "/incidents?status=all&from=2026-03-01T00:00:00.000Z&zone=Europe/Berlin",
    `/incidents?at=${incident?.id}`,
    "/settings",
    "/settings?of=agent_loop&limits=generations:12",
    "/settings?show=sources",
    "/settings?show=policy",
    "/settings?show=keys",
    "/settings?show=settings",
  ];
}

/** Pages that are open at once. */
const AT_ONCE = 4;

export function linksAreViews(world: () => World): void {
  it("is the view: 33 links show the same after a reload", async () => {
    const seen = new Map<string, string>();
    const left = await views(world());
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
    expect(seen.size).toBe(33);
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
