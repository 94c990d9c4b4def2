/** GitHub's pages: `page` and `per_page`, absolute `Link` URLs that name the repository by its id. */
import { type Call, type Cursors, jsonAnswer, Refusal } from "../vendor.ts";

const MAX = 100;
const USUAL = 30;

/** Added to a next link to make it another spelling of the same page. */
const SPELLING = "after";

export type Paged<Item> = { items: Item[]; headers: Record<string, string> };

/**
 * The page that the call asks for. More than 100 a page is cut to 100 without a word, as GitHub does.
 * `usual` is the size when none is asked for; `cap` the number of items after which a list ends.
 */
export function pageOf<Item>(
  call: Call,
  all: readonly Item[],
  options: { usual?: number; max?: number; cap?: number; repo_id?: number } = {},
): Paged<Item> {
  const size = Math.min(positive(call, "per_page") ?? options.usual ?? USUAL, options.max ?? MAX);
  const number = positive(call, "page") ?? 1;
  const reachable = all.slice(0, options.cap ?? all.length);
  const last = Math.max(1, Math.ceil(reachable.length / size));
  const links: string[] = [];
  const link = (rel: string, page: number) => links.push(linkTo(call, rel, page, options.repo_id));
  if (number > 1) link("prev", Math.min(number - 1, last));
  if (number < last) link("next", number + 1);
  if (number < last) link("last", last);
  if (number > 1) link("first", 1);
  return {
    items: reachable.slice((number - 1) * size, number * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

function positive({ params }: Call, name: string): number | undefined {
  const value = Number(params.get(name) ?? Number.NaN);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function linkTo(call: Call, rel: string, page: number, repo_id: number | undefined): string {
  const url = new URL(call.url);
  if (repo_id !== undefined)
    url.pathname = url.pathname.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo_id}`);
  url.searchParams.delete(SPELLING);
  url.searchParams.set("page", String(page));
  return `<${url.href}>; rel="${rel}"`;
}

/** Refuses parameters that the endpoint does not document. GitHub itself ignores them; a sync that sends one is wrong. */
export function allowOnly({ params }: Call, ...names: string[]): void {
  for (const name of params.keys()) {
    if (!names.includes(name) && !["page", "per_page", SPELLING].includes(name)) {
      throw new Refusal(400, { message: `Unknown parameter: ${name}`, status: "400" });
    }
  }
}

export const githubCursors: Cursors = {
  of: ({ params }) =>
    params.get(SPELLING) ??
    (Number(params.get("page") ?? 1) > 1 ? (params.get("page") ?? undefined) : undefined),
  again: (_cursor, nonce) => `again-${nonce}`,
  point: (answer, call, cursor) => {
    const url = new URL(call.url);
    // A page number is pointed at by itself; a spelling goes beside the page it stands for.
    if (/^\d+$/.test(cursor)) url.searchParams.set("page", cursor);
    else url.searchParams.set(SPELLING, cursor);
    return { ...answer, headers: { ...answer.headers, link: `<${url.href}>; rel="next"` } };
  },
  expired: () => jsonAnswer(422, { message: "Invalid cursor", status: "422" }),
};
