import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { approvalsQuery } from "../queries.ts";
import { read } from "../read.ts";
import type { Approval } from "../types.ts";
import { useTell } from "../ui/notices.tsx";

export type Vote = { verb: "approve" | "refuse" | "undo"; reason: string };

const DONE = { approve: "Approved", refuse: "Rejected", undo: "Taken back" };
const NOT_DONE = { approve: "Not approved", refuse: "Not rejected", undo: "Not taken back" };

/** Decides about exactly what was shown. Nothing is foreseen here: what the gate says is what is shown. */
export function useVote({ id, digest }: Approval) {
  const client = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (vote: Vote): Promise<Approval> => {
      const one = api.approvals[":id"];
      const param = { id };
      if (vote.verb === "undo") return read(one.undo.$post({ param }));
      if (vote.verb === "refuse") return read(one.refuse.$post({ param, json: { reason: vote.reason } }));
      const reason = vote.reason === "" ? {} : { reason: vote.reason };
      return read(one.approve.$post({ param, json: { digest, ...reason } }));
    },
    onSuccess: (approval, { verb }) => {
      client.setQueryData(approvalsQuery.queryKey, (all) =>
        all?.map((one) => (one.id === approval.id ? approval : one)),
      );
      const waits = verb === "approve" && approval.status === "proposed";
      tell.good(waits ? "Your approval counts; it needs one more" : DONE[verb]);
    },
    onError: (error, { verb }) => tell.failed(NOT_DONE[verb], error),
    onSettled: () => client.invalidateQueries({ queryKey: ["approvals"] }),
  });
}
