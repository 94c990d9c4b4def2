import type { Lake } from "../lake/open.ts";
import type { State } from "../state/open.ts";
import { listVersions } from "./list-versions.ts";

/**
 * Copies the accepted forms into the lake's `sentinel_accepted_schemas`, from where output_schema_sample takes what is
 * usual. Call it before judging: a lake that was filled anew does not have them.
 */
export async function mirrorAccepted(state: State, lake: Pick<Lake, "mirror">): Promise<void> {
  const versions = await listVersions(state.db);
  await lake.mirror(
    "sentinel_accepted_schemas",
    versions.flatMap(({ connection, feature, version, shape_from, accepted_at, accepted_by }) =>
      accepted_at === null ? [] : { connection, feature, version, shape_from, accepted_at, accepted_by },
    ),
  );
}
