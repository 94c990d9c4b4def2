import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { gateQuery } from "../queries.ts";
import { read } from "../read.ts";
import { Loaded } from "../ui/loaded.tsx";
import { useTell } from "../ui/notices.tsx";
import { useMay } from "../use-role.ts";

/** Whether Sentinel acts by itself at the moment, and the switch for it. */
export function GateSwitch() {
  const query = useQuery(gateQuery);
  const turn = useSwitch();
  const mayStop = useMay("operator");
  const mayResume = useMay("admin");
  return (
    <section className="card" aria-labelledby="switch">
      <div className="card-head">
        <h2 id="switch">Automatic actions</h2>
      </div>
      <Loaded query={query} what="the switch" lines={2}>
        {({ stopped }) => {
          const may = stopped ? mayResume : mayStop;
          return (
            <div className="settings-switch">
              <div>
                <p className="settings-name">
                  <span className={`badge ${stopped ? "tone-critical" : "tone-good"}`}>
                    {stopped ? "stopped" : "running"}
                  </span>{" "}
                  {stopped ? "Nothing happens by itself" : "What the policy allows happens by itself"}
                </p>
                <p className="muted">
                  {stopped
                    ? "What people approve is still done. gate.stop is in the home."
                    : "Stopping holds back what waits for its next try as well; people can still approve."}
                </p>
              </div>
              <button
                type="button"
                className={stopped ? "button" : "button button-danger"}
                disabled={!may || turn.isPending}
                title={may ? undefined : `needs the role ${stopped ? "admin" : "operator"}`}
                onClick={() => turn.mutate(!stopped)}
              >
                {stopped ? "Go on" : "Stop everything automatic"}
              </button>
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

function useSwitch() {
  const client = useQueryClient();
  const tell = useTell();
  const { queryKey } = gateQuery;
  return useMutation({
    mutationFn: (stop: boolean) =>
      stop ? read(api.gate.stop.$post({ json: {} })) : read(api.gate.resume.$post({ json: {} })),
    onMutate: async (stop) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, { stopped: stop });
      return { before };
    },
    onSuccess: (now) => {
      client.setQueryData(queryKey, now);
      tell.good(now.stopped ? "Nothing happens by itself any more" : "Sentinel acts by itself again");
    },
    onError: (error, stop, context) => {
      client.setQueryData(queryKey, context?.before);
      tell.failed(stop ? "Not stopped" : "Still stopped", error);
    },
  });
}
