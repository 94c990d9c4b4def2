/** Two ordinary weeks of a help desk, seen on a busy Monday: much looks like trouble, and none of it is. */
import { deploy, merge } from "../background/shipping.ts";
import { closeWorld, openWorld } from "../background/world.ts";
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import { addSurroundings } from "./quiet-surroundings.ts";
import { addWork } from "./quiet-work.ts";

export function quiet(draw: Draw): SeedFolder {
  const world = openWorld(draw, {
    name: "quiet",
    path: "quiet",
    about:
      "Two ordinary weeks of a help desk, judged on a Monday that is twice as busy as other days, as the Monday before was.",
    anchor: "2026-08-17T15:20:00Z",
    any_day: true,
    repo: "willowbank/helpdesk",
    channel: "helpdesk-eng",
    topic: "Help desk: building and running",
    days: 14.3,
    shipping_until_h: 8,
    prompts_until_h: 8,
  });
  const { company, shipping, ago } = world;
  merge(company, shipping, ago(6.2), "dev-b", {
    title: "prompt: say which department answers",
    files: [{ path: "prompts/help-desk/system.md", additions: 2, deletions: 1 }],
  });
  const head = merge(company, shipping, ago(5.4), "dev-a", {
    title: "feat: filter tickets by department",
    files: [{ path: "web/tickets/filter.tsx", additions: 37, deletions: 5 }],
  });
  // A first deployment that fails and a second that goes through.
  deploy(shipping, ago(5.2), head, "failure");
  deploy(shipping, ago(5), head);
  addWork(world, draw);
  addSurroundings(world, head);
  return closeWorld(world);
}
