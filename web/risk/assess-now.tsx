import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../api.ts";
import { pullQuery, type PullName } from "../report-queries.ts";
import { read } from "../read.ts";
import type { PullAssessment } from "../types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useTell } from "../ui/notices.tsx";
import { useMay } from "../use-role.ts";
import { useView } from "../use-view.ts";

/** Assesses the request as GitHub has it now, and tells it there as far as policy allows. */
export function AssessNow({ name, assessed }: { name: PullName; assessed: PullAssessment }) {
  const [asking, setAsking] = useState(false);
  const may = useMay("operator");
  const assess = useAssess(name);
  const { posting } = assessed;
  return (
    <>
      <button
        type="button"
        className="button button-primary"
        disabled={!may || assess.isPending}
        onClick={() => setAsking(true)}
      >
        {assess.isPending ? "Assessing…" : "Assess now…"}
      </button>
      {!may && <span className="muted">Assessing needs a key with the role operator.</span>}
      {asking && (
        <Dialog title="Assess it as it is at GitHub now" close={() => setAsking(false)}>
          <p>
            {posting.comment
              ? "Its comment and the status of its commit are written there as far as policy allows. A request for changes waits for an approver."
              : `Nothing would be written there: ${posting.why_not ?? "it may not be told"}.`}
          </p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Cancel
            </button>
            <button
              type="button"
              className="button button-primary"
              onClick={() => {
                assess.mutate();
                setAsking(false);
              }}
            >
              Assess and tell
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What was told stays with the answer; the present view of the request is the one that was just made. */
function useAssess(name: PullName) {
  const client = useQueryClient();
  const tell = useTell();
  const view = useView();
  const connection = view.get("connection");
  return useMutation({
    mutationFn: () =>
      read(
        api.risk[":owner"][":repo"][":number"].$post({
          param: name,
          query: connection === null ? {} : { connection },
        }),
      ),
    onSuccess: async (assessed) => {
      client.setQueryData(pullQuery(name, connection, null).queryKey, assessed);
      view.set({ at: null });
      const done = assessed.told?.filter(({ status }) => status === "done").length ?? 0;
      tell.good(done === 0 ? "Assessed; nothing was written at GitHub" : "Assessed, and told at GitHub");
      await Promise.all([
        client.invalidateQueries({ queryKey: ["approvals"] }),
        client.invalidateQueries({ queryKey: ["risk", "pulls"] }),
      ]);
    },
    onError: (error) => tell.failed("Not assessed", error),
  });
}
