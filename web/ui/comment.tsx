import "./comment.css";
import { partsOf, type CommentPart } from "./comment-parts.ts";
import { Markdown } from "./markdown.tsx";

/** A comment of Sentinel's as GitHub shows it: Markdown, tables, and what is folded away. No HTML of it is taken. */
export function Comment({ text }: { text: string }) {
  return <Parts parts={partsOf(text)} />;
}

const Parts = ({ parts }: { parts: CommentPart[] }) => (
  <div className="comment">
    {parts.map((part, index) => (
      // Parts of a text have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <Part key={index} part={part} />
    ))}
  </div>
);

function Part({ part }: { part: CommentPart }) {
  if (part.kind === "markdown") return <Markdown text={part.text} />;
  if (part.kind === "details") {
    return (
      <details open>
        <summary>{part.summary}</summary>
        <Parts parts={part.parts} />
      </details>
    );
  }
  const { head, numeric, rows } = part;
  return (
    <div className="comment-table" role="region" aria-label="Table of the comment" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={cell} scope="col" className={numeric[at] === true ? "comment-number" : ""}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join("|")}>
              {cells.map((cell, at) => (
                <td key={head[at]} className={numeric[at] === true ? "comment-number num" : ""}>
                  {numeric[at] === true ? cell : <Markdown text={cell} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
