import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { liveJobsQuery, useRunJob } from "../settings/use-run-job.ts";
import { Empty } from "../ui/loaded.tsx";
import { useMay } from "../use-role.ts";

/** What there is before the first merge was measured, and the button that has it done. */
export function MeasureNow() {
  const client = useQueryClient();
  const { data: jobs = [] } = useQuery(liveJobsQuery);
  const may = useMay("operator");
  const run = useRunJob();
  const job = jobs.find(({ id }) => id === "risk");
  const ended_at = job?.last?.ended_at;
  useEffect(() => {
    if (ended_at !== undefined) void client.invalidateQueries({ queryKey: ["risk"] });
  }, [client, ended_at]);
  return (
    <div className="card">
      <Empty title="No merge has been measured yet">
        It takes a connected GitHub repository, the traces of its agents, and at least three days of both.
        {job?.last?.error != null && ` The last measurement failed: ${job.last.error}.`}
      </Empty>
      {job !== undefined && (
        <p className="risk-measure">
          <button
            type="button"
            className="button button-primary"
            disabled={!may || job.running || run.isPending}
            onClick={() => run.mutate(job.id)}
          >
            {job.running ? "Measuring…" : "Measure now"}
          </button>
          {!may && <span className="muted">Measuring needs a key with the role operator.</span>}
        </p>
      )}
    </div>
  );
}
