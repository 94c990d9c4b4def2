/** The little company of one seed: what its rows have in common. */
import type { Draw } from "../draw.ts";
import type { SeedFolder } from "../folder.ts";
import { idOf, type Random } from "../random.ts";

export type Company = {
  seed: SeedFolder;
  draw: Draw;
  /** `owner/name` */
  repo: string;
  /** Slug of the Sentry project and of its organisation. */
  sentry: { org: string; project: string; project_id: string };
  channel: { id: string; name: string };
  langfuse_project: string;
  /** Whether traces and events carry the deployed SHA as their release. */
  releases: boolean;
  /** US dollars per token times this; prices of other draws differ. */
  price_factor: number;
  random: (stream: string) => Random;
};

/** Starts a seed and its company. `name` is the seed's folder, which becomes its connection. */
export function foundCompany(
  draw: Draw,
  options: {
    name: string;
    path: string;
    about: string;
    anchor: string;
    repo: string;
    channel: string;
    releases?: boolean;
    any_day?: boolean;
  },
): Company {
  const { name, path, about, repo, channel } = options;
  const anchor = draw.anchor(options.anchor, options.any_day ?? false);
  const [owner = repo, product = repo] = repo.split("/");
  const key = `${draw.number}:${name}`;
  return {
    seed: { path, about, anchor, in: { github: repo, slack: channel }, expect: [], tables: new Map() },
    draw,
    repo,
    sentry: {
      org: owner,
      project: product,
      project_id: String(4_500_000 + Number.parseInt(idOf(`${key}:project`, 5), 16)),
    },
    channel: { id: `C0${idOf(`${key}:channel`, 9).toUpperCase()}`, name: channel },
    langfuse_project: `cm${idOf(`${key}:langfuse`, 23)}`,
    releases: options.releases ?? true,
    price_factor: draw.vary(`${name}:price`, 1, 0.7, 1.8),
    random: (stream) => draw.stream(`${name}:${stream}`),
  };
}
