import { useMemo, useState } from "react";

import { count } from "../format.ts";
import "./long-text.css";

const FIRST = 4_000;
const PART = 2_000;
/** JSON up to here is set out in lines: beyond, that would take longer than a person waits for a click. */
const LONGEST_SET_OUT = 200_000;

/**
 * A text of any length as it was written, letter by letter. The beginning is there at once; the whole when asked for, in
 * parts that a browser lays out only while they are in sight.
 */
export function LongText({ text, label }: { text: string; label: string }) {
  const [whole, setWhole] = useState(false);
  const shown = useMemo(() => setOut(text), [text]);
  const parts = useMemo(() => (whole ? partsOf(shown) : [shown.slice(0, FIRST)]), [shown, whole]);
  return (
    <div className="long-text">
      <div className="code-block long-text-body" role="region" aria-label={label} tabIndex={0}>
        {parts.map((part, index) => (
          // Parts of one text have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={whole ? "mono long-text-part" : "mono"}>
            {part}
          </div>
        ))}
      </div>
      {shown.length > FIRST && (
        <button type="button" className="button" onClick={() => setWhole(!whole)}>
          {whole ? `Show the first ${count(FIRST)} characters` : `Show all ${count(shown.length)} characters`}
        </button>
      )}
    </div>
  );
}

function setOut(text: string): string {
  if (text.length > LONGEST_SET_OUT || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Cut behind a line where there is one, and never within a character. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const line = text.lastIndexOf("\n", at + PART);
    const end = line > at + PART / 2 ? line + 1 : at + PART + (isLowHalf(text, at + PART) ? 1 : 0);
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

const isLowHalf = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));
