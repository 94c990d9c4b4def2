import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { count } from "../format.ts";
import { tablesQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import "./schema-tree.css";

/** Tables with what their rows and columns mean. A click on a name writes it into the statement. */
export function SchemaTree({ insert }: { insert: (name: string) => void }) {
  const query = useQuery(tablesQuery);
  const [wanted, setWanted] = useState("");
  return (
    <>
      <input
        className="input"
        type="search"
        data-search=""
        aria-label="Search tables and columns"
        placeholder="Tables and columns"
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
      />
      <Loaded query={query} what="the tables" lines={12}>
        {(tables) => (
          <ul className="schema">
            {tables
              .filter(({ name, columns = [] }) =>
                [name, ...columns.map((column) => column.name)].some((one) =>
                  one.includes(wanted.toLowerCase()),
                ),
              )
              .map(({ name, grain, rows, newest_at, columns = [] }) => (
                <li key={name}>
                  <details>
                    <summary>
                      <span className="mono schema-name">{name}</span>
                      <span className="muted num">{count(rows)}</span>
                    </summary>
                    <p className="muted">
                      {grain}
                      {newest_at !== null && (
                        <>
                          ; newest <Time at={newest_at} />
                        </>
                      )}
                    </p>
                    <button type="button" className="button" onClick={() => insert(name)}>
                      Write its name
                    </button>
                    <dl>
                      {columns.map((column) => (
                        <div key={column.name}>
                          <dt>
                            <button type="button" className="mono" onClick={() => insert(column.name)}>
                              {column.name}
                            </button>{" "}
                            <span className="muted">{column.type.toLowerCase()}</span>
                          </dt>
                          <dd>{column.description}</dd>
                        </div>
                      ))}
                    </dl>
                  </details>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}
