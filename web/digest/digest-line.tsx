import { Link } from "react-router";

import type { Digest } from "../types.ts";

type Line = Digest["coverage"];

/** One line of a digest with its link: a page of ours, or a vendor's. */
export function DigestLine({ line: { text, link, label, cites }, digest }: { line: Line; digest: Digest }) {
  return (
    <li>
      {text}.{" "}
      <Where link={link} digest={digest}>
        {label}
      </Where>
      {cites.length > 0 && <span className="digest-cites"> {cites.join(" ")}</span>}
    </li>
  );
}

/** Links were written with the server's address of that day; a page of ours is opened where we are now. */
function Where({ link, digest, children }: { link: string; digest: Digest; children: string }) {
  const base = digest.url.slice(0, -`/digest/${digest.week}`.length);
  if (link.startsWith(`${base}/`)) {
    const path = link.slice(base.length);
    // It leads to the very sheet it stands on: to its charts.
    if (link === digest.url) return <a href="#digest-charts">{children}</a>;
    return <Link to={path}>{children}</Link>;
  }
  if (!/^https?:\/\//.test(link)) return <span className="muted">{children}</span>;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
