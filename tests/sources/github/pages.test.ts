import { expect, it } from "vitest";

import { listPages } from "../../../sources/github/pages.ts";
import { connect, failure, serveGithub } from "./loopback.ts";

const pagesOf = async (url: string) => {
  const items: unknown[] = [];
  const pages = listPages(connect(url).client, "/repos/acme/shop/issues", {
    signal: new AbortController().signal,
  });
  for await (const page of pages) items.push(...page.items);
  return items;
};

it("follows the next link as it is written, over empty pages too", async () => {
  const { url, asked } = await serveGithub(({ query, origin }) => {
    const link = (after: string) => ({ link: `<${origin}/odd/place?after=${after}%3D%3D&x=1>; rel="next"` });
    if (query.get("after") === null) return { json: [1], headers: link("a") };
    return query.get("after") === "a==" ? { json: [], headers: link("b") } : { json: [2] };
  });

  expect(await pagesOf(url)).toEqual([1, 2]);
  expect(asked.map(({ path, query }) => `${path}?${query}`)).toEqual([
    "/repos/acme/shop/issues?",
    "/odd/place?after=a%3D%3D&x=1",
    "/odd/place?after=b%3D%3D&x=1",
  ]);
});

it("never sends the token to another host", async () => {
  const elsewhere = await serveGithub(() => ({ json: [] }));
  const { url } = await serveGithub(() => ({
    json: [1],
    headers: { link: `<${elsewhere.url}/steal>; rel="next"` },
  }));

  expect(await failure(pagesOf(url))).toMatchObject({
    kind: "unexpected",
    message: expect.stringContaining("outside"),
  });
  expect(elsewhere.asked).toEqual([]);
});

it("ends on a next page that repeats", async () => {
  const { url } = await serveGithub(({ origin, path }) => ({
    json: [1],
    headers: { link: `<${origin}${path}?page=2>; rel="next"` },
  }));

  expect(await failure(pagesOf(url))).toMatchObject({
    kind: "unexpected",
    message: expect.stringContaining("again and again"),
  });
});

it("calls a refused page link expired, so that the slice starts again", async () => {
  const { url } = await serveGithub(({ origin, path, query }) =>
    query.has("page")
      ? { status: 422, json: { message: "Pagination with the page parameter is not supported" } }
      : { json: [1], headers: { link: `<${origin}${path}?page=2>; rel="next"` } },
  );

  expect(await failure(pagesOf(url))).toMatchObject({ kind: "cursor_expired" });
});
