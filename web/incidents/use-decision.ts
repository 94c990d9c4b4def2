import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { incidentListsKey, incidentQuery } from "../queries.ts";
import { read } from "../read.ts";
import type { Incident } from "../types.ts";
import { useTell } from "../ui/notices.tsx";

export type Decision =
  | { verb: "ack" }
  | { verb: "resolve"; note: string }
  | { verb: "snooze"; until: string }
  | { verb: "verdict"; verdict: NonNullable<Incident["verdict"]>; note: string };

const DONE = { ack: "Acknowledged", resolve: "Resolved", snooze: "Snoozed", verdict: "Noted" };
const NOT_DONE = {
  ack: "Not acknowledged",
  resolve: "Not resolved",
  snooze: "Not snoozed",
  verdict: "Not noted",
};

/** Decides about an incident. The page shows it at once, and takes it back visibly when the server refuses. */
export function useDecision(id: string) {
  const client = useQueryClient();
  const tell = useTell();
  const { queryKey } = incidentQuery(id);
  return useMutation({
    mutationFn: (decision: Decision) => send(id, decision),
    onMutate: async (decision) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before !== undefined) client.setQueryData(queryKey, foreseen(before, decision));
      return { before };
    },
    onSuccess: (incident, { verb }) => {
      client.setQueryData(queryKey, incident);
      tell.good(DONE[verb]);
    },
    onError: (error, { verb }, context) => {
      client.setQueryData(queryKey, context?.before);
      tell.failed(NOT_DONE[verb], error);
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: incidentListsKey }),
        client.invalidateQueries({ queryKey: ["incidents", "timeline", id] }),
      ]),
  });
}

function send(id: string, decision: Decision): Promise<Incident> {
  const one = api.incidents[":id"];
  const param = { id };
  if (decision.verb === "ack") return read(one.ack.$post({ param, json: {} }));
  if (decision.verb === "snooze") return read(one.snooze.$post({ param, json: { until: decision.until } }));
  const note = decision.note.trim() === "" ? {} : { note: decision.note };
  if (decision.verb === "resolve") return read(one.resolve.$post({ param, json: note }));
  return read(one.verdict.$post({ param, json: { verdict: decision.verdict, ...note } }));
}

function foreseen(incident: Incident, decision: Decision): Incident {
  switch (decision.verb) {
    case "ack":
      return { ...incident, status: "acknowledged" };
    case "resolve":
      return { ...incident, status: "resolved" };
    case "snooze":
      return { ...incident, status: "snoozed", snoozed_until: decision.until };
    case "verdict":
      return { ...incident, verdict: decision.verdict };
  }
}
