/** The generated pages, by path. */
import { detectors } from "../../detectors/index.ts";
import { sources } from "../../sources/index.ts";
import { otelTables } from "../../sources/otel/index.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { detectorPage } from "./detector-page.ts";
import { queryPage } from "./query-page.ts";
import { pushedPage, sourcePage } from "./source-page.ts";

export function generatedPages(): Map<string, string> {
  const pages = new Map<string, string>();
  const index = (folder: string, title: string, entries: { id: string; about: string }[]) =>
    pages.set(
      `docs/${folder}/README.md`,
      `# ${title}\n\n${entries.map(({ id, about }) => `- [${id}](${id}.md): ${about}`).join("\n")}\n`,
    );

  index("sources", "Sources", [
    ...sources.map(({ name, title }) => ({ id: name, about: title })),
    { id: "otel", about: "OpenTelemetry, sent to us" },
  ]);
  for (const source of sources) pages.set(`docs/sources/${source.name}.md`, sourcePage(source));
  pages.set("docs/sources/otel.md", pushedPage("OpenTelemetry", otelTables));

  const queries = [...loadLibrary(".").values()];
  index(
    "queries",
    "Query library",
    queries.map(({ id, question }) => ({ id, about: question })),
  );
  for (const query of queries) pages.set(`docs/queries/${query.id}.md`, queryPage(query));

  const all = Object.values(detectors);
  index(
    "detectors",
    "Detectors",
    all.map(({ id, summary }) => ({ id, about: summary })),
  );
  for (const detector of all) pages.set(`docs/detectors/${detector.id}.md`, detectorPage(detector));
  return pages;
}
