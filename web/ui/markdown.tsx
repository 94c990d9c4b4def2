import type { ComponentProps } from "react";
import ReactMarkdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";

import "./markdown.css";

/** Markdown that somebody else may have written: no HTML, no images, links that lead out say so to nobody. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown
        rehypePlugins={[rehypeSanitize]}
        disallowedElements={["img"]}
        components={{ a: OutwardLink }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

const OutwardLink = ({ href, children }: ComponentProps<"a">) => (
  <a href={href} rel="noopener noreferrer nofollow" target="_blank">
    {children}
  </a>
);
