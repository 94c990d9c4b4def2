import { useState } from "react";

import { api } from "../api.ts";
import { count, plural } from "../format.ts";
import { readFile } from "../read.ts";
import { DownloadIcon } from "../ui/icons.tsx";
import { useTell } from "../ui/notices.tsx";
import { saveFile } from "../ui/save-file.ts";
import { toCsv } from "./to-csv.ts";
import type { Asked, SqlAnswer } from "./use-statement.ts";

/**
 * The answer as a file: CSV and JSON of the rows that are here, Parquet of the statement asked again, which may hold more.
 * Whatever was cut is said.
 */
export function ExportButtons({ answer, asked }: { answer: SqlAnswer; asked: Asked }) {
  const { columns, rows, truncated } = answer;
  const tell = useTell();
  const [writing, setWriting] = useState(false);
  const save = (name: string, content: BlobPart, type: string, held: number, cut: boolean) => {
    saveFile(name, content, type);
    tell.good(
      cut
        ? `${name} holds the first ${plural(held, "row")}; there are more.`
        : `${name} holds all ${plural(held, "row")}.`,
    );
  };
  const parquet = async () => {
    setWriting(true);
    try {
      const { content, headers } = await readFile(api.lake.sql.parquet.$post({ json: asked }));
      const held = Number(headers.get("x-sentinel-rows"));
      save("sentinel.parquet", content, PARQUET, held, headers.get("x-sentinel-truncated") === "true");
    } catch (error) {
      tell.failed("Not exported", error);
    } finally {
      setWriting(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        title={`the ${count(rows.length)} rows that are here`}
        onClick={() => save("sentinel.csv", toCsv(columns, rows), "text/csv", rows.length, truncated)}
      >
        <DownloadIcon /> CSV
      </button>
      <button
        type="button"
        className="button"
        title={`the ${count(rows.length)} rows that are here`}
        onClick={() =>
          save("sentinel.json", JSON.stringify(rows, null, 2), "application/json", rows.length, truncated)
        }
      >
        <DownloadIcon /> JSON
      </button>
      <button
        type="button"
        className="button"
        title="asks again, for more rows than are shown here"
        disabled={writing}
        onClick={() => void parquet()}
      >
        <DownloadIcon /> {writing ? "Writing…" : "Parquet"}
      </button>
    </>
  );
}

const PARQUET = "application/vnd.apache.parquet";
