/** The command as several shells run it at once, on one home and one pull request. */
import { expect, it } from "vitest";

import { sentinel } from "../cli/sentinel.ts";
import { LOUD, openGithubWorld, pull, REPO, sha } from "./github-world.ts";

it("two processes at once leave one comment, and one asked again finds nothing to do", async () => {
  const world = await openGithubWorld([pull(7, [LOUD])]);
  await world.sentinel.close();
  const run = (...args: string[]) => sentinel(["risk", `${REPO}#7`, ...args], { env: world.env });
  const dry = await run("--dry-run", "--exit-code");
  expect(dry).toMatchObject({ code: 3, stdout: expect.stringMatching(/^\*\*High risk/) as string });
  expect(world.writes()).toBe(0);

  const racers = await Promise.all([run(), run()]);
  expect(racers.map(({ code, stderr }) => [code, stderr.includes("post_risk_comment")])).toEqual([
    [0, true],
    [0, true],
  ]);
  const [comment, ...others] = await world.comments(7);
  expect([comment !== undefined, others]).toEqual([true, []]);

  await world.push(7, sha(70));
  await Promise.all([run("--exit-code"), run("--exit-code")]);
  const after = await world.comments(7);
  expect(after.map(({ id }) => id)).toEqual([comment?.["id"]]);
});
