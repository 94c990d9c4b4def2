import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { keysQuery } from "../queries.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment, Time } from "../ui/time.tsx";
import { useMay } from "../use-role.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { useRevoke } from "./use-revoke.ts";

type Key = { id: string; name: string };

/** Who may use this Sentinel, with which role, and since when not any more. */
export function KeyList() {
  const query = useQuery(keysQuery);
  const may = useMay("admin");
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Key | null>(null);
  const revoke = useRevoke();
  return (
    <section className="card" aria-labelledby="keys">
      <div className="card-head">
        <h2 id="keys">API keys</h2>
        <button
          type="button"
          className="button button-primary"
          disabled={!may || query.data === undefined}
          title={may ? undefined : "needs the role admin"}
          onClick={() => setMaking(true)}
        >
          Make a key…
        </button>
      </div>
      <Loaded query={query} what="the keys">
        {(keys) =>
          keys.length === 0 ? (
            <Empty title="No keys yet">
              Whoever is on this machine is admin until the first key is made.
            </Empty>
          ) : (
            <ul className="settings-rows">
              {keys.map(({ id, name, role, created_at, created_by, last_used_at, revoked_at }) => (
                <li key={id}>
                  <div>
                    <p className="settings-name breakable">{name}</p>
                    <p className="muted">
                      made <Moment at={created_at} /> by {created_by} ·{" "}
                      {last_used_at === null ? (
                        "never used"
                      ) : (
                        <>
                          used <Time at={last_used_at} />
                        </>
                      )}
                      {revoked_at !== null && (
                        <>
                          {" "}
                          · revoked <Moment at={revoked_at} />
                        </>
                      )}
                    </p>
                  </div>
                  <div className="row">
                    <span className="badge">{role}</span>
                    {revoked_at === null ? (
                      <button
                        type="button"
                        className="button button-danger"
                        disabled={!may || revoke.isPending}
                        onClick={() => setEnding({ id, name })}
                      >
                        Revoke…<span className="visually-hidden"> {name}</span>
                      </button>
                    ) : (
                      <span className="badge tone-critical">revoked</span>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {making && <KeyDialog first={query.data?.length === 0} close={() => setMaking(false)} />}
      {ending !== null && (
        <Dialog title={`Revoke the key of ${ending.name}?`} close={() => setEnding(null)}>
          <p>It ends at once, and with it every session that was opened with it. There is no way back.</p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setEnding(null)}>
              Cancel
            </button>
            <button
              type="button"
              className="button button-danger"
              onClick={() => {
                revoke.mutate(ending.id);
                setEnding(null);
              }}
            >
              Revoke
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
