import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { statementQuery } from "../queries.ts";

type Asked = { query: string; params: Record<string, string | number | string[] | null> };

/** The way to the console with the question behind a figure, its parameters written into it. */
export function StatementLink({ asked, children }: { asked: Asked; children: string }) {
  const given = Object.entries(asked.params).flatMap(([name, value]) =>
    value === null ? [] : [[name, Array.isArray(value) ? value.join(",") : String(value)] as const],
  );
  const { data } = useQuery(statementQuery(asked.query, Object.fromEntries(given)));
  return (
    <Link
      className="button"
      to={data === undefined ? `/sql?query=${asked.query}` : `/sql?${new URLSearchParams({ sql: data })}`}
    >
      {children}
    </Link>
  );
}
