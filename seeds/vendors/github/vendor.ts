/** GitHub as a vendor: a token per seed, two kinds of limits, repositories by name and by id. */
import { askRoutes, type Call, jsonAnswer, type Vendor } from "../vendor.ts";
import type { GithubAccount } from "./account.ts";
import { githubCursors } from "./paging.ts";
import { DOCS, githubRoutes } from "./routes.ts";

export function githubVendor(accounts: readonly GithubAccount[], now: () => Date): Vendor {
  const routes = githubRoutes(now);
  const accountOf = (call: Call) => {
    const token = /^(?:Bearer|token) (.+)$/i.exec(call.headers.get("authorization") ?? "")?.[1];
    return accounts.find((account) => account.token === token?.split(":")[0]);
  };
  return {
    name: "github",
    seedOf: (call) => accountOf(call)?.seed,
    answer: (call) => {
      const account = accountOf(call);
      return askRoutes(routes, byName(call, account), account);
    },
    writes: ({ method }) => method !== "GET",
    refusals: {
      limited: (_retry_s, at) =>
        jsonAnswer(
          429,
          { message: "API rate limit exceeded for user ID 1.", documentation_url: DOCS, status: "429" },
          {
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset": epochSeconds(at),
          },
        ),
      secondary: () =>
        jsonAnswer(403, {
          message:
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
          documentation_url: DOCS,
          status: "403",
        }),
      failed: (status) =>
        jsonAnswer(status, { message: "Server Error", documentation_url: DOCS, status: String(status) }),
    },
    usual_limit: 5000,
    quotaHeaders: ({ limit, remaining, reset }) => ({
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(limit - remaining),
      "x-ratelimit-reset": epochSeconds(reset),
      "x-ratelimit-resource": "core",
    }),
    cursors: githubCursors,
  };
}

function epochSeconds(at: Date): string {
  return String(Math.ceil(at.getTime() / 1000));
}

/** `Link` headers name a repository by its id; the routes know it by name. */
function byName(call: Call, account: GithubAccount | undefined): Call {
  const id = /^\/repositories\/(\d+)\//.exec(call.url.pathname)?.[1];
  const repo = [...(account?.repos.values() ?? [])].find((each) => String(each.id) === id);
  if (repo === undefined) return call;
  const url = new URL(call.url);
  url.pathname = url.pathname.replace(`/repositories/${repo.id}`, `/repos/${repo.full_name}`);
  return { ...call, url };
}
