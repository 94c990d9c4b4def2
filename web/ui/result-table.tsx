import { useState } from "react";
import { Link } from "react-router";

import { count } from "../format.ts";
import { cellText, isNumeric } from "./cell-text.ts";
import "./result-table.css";

type Props = {
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
  label: string;
};

const STEP = 200;
/** A text of a megabyte would be laid out whole; it is there in the export. */
const MOST_CHARACTERS = 400;

/** Rows of an answer, every value as text. */
export function ResultTable({ columns, rows, label }: Props) {
  const [shown, setShown] = useState(STEP);
  if (columns.length === 0) return <p className="muted">No columns.</p>;
  const left = rows.length - shown;
  return (
    // Wide answers scroll sideways, which the keyboard must be able to do too.
    <div className="result" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th key={name} scope="col" title={type} className={isNumeric(type) ? "result-number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, index) => (
            // Rows of an answer have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {columns.map(({ name, type }) => (
                <Cell key={name} name={name} value={row[name]} numeric={isNumeric(type)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="result-none">No rows.</p>}
      {left > 0 && (
        <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
          Show {count(Math.min(left, STEP))} more of {count(left)}
        </button>
      )}
    </div>
  );
}

function Cell({ name, value, numeric }: { name: string; value: unknown; numeric: boolean }) {
  if (value === null || value === undefined) return <td className="result-null">null</td>;
  const text = cellText(value);
  const cut = text.length > MOST_CHARACTERS;
  return (
    <td
      className={numeric ? "result-number num" : ""}
      title={cut ? `${count(text.length)} characters` : undefined}
    >
      {name === "trace_id" && !cut ? (
        <Link to={`/traces/${encodeURIComponent(text)}`}>{text}</Link>
      ) : (
        <>{cut ? `${text.slice(0, MOST_CHARACTERS)}…` : text}</>
      )}
    </td>
  );
}
