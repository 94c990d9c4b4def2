import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { libraryQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { useView } from "../use-view.ts";
import "./library.css";

/** Questions that come with Sentinel; a click writes one into the editor, its parameters filled in. */
export function Library() {
  const query = useQuery(libraryQuery);
  const view = useView();
  const [wanted, setWanted] = useState("");
  return (
    <>
      <input
        className="input"
        type="search"
        data-search=""
        aria-label="Search questions"
        placeholder="Questions"
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
      />
      <Loaded query={query} what="the library" lines={12}>
        {(library) => (
          <ul className="library">
            {library
              .filter(({ id, question, topic }) =>
                `${id} ${question} ${topic}`.toLowerCase().includes(wanted.toLowerCase()),
              )
              .map(({ id, question, topic, params }) => (
                <li key={id}>
                  <Link to={view.with({ query: id })} data-step="">
                    {question}
                    <span className="muted">
                      {topic}
                      {params.some((param) => param.default === undefined) && " · needs values"}
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}
