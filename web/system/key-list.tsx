import { useQuery } from "@tanstack/react-query";

import { moment } from "../format.ts";
import { keysQuery } from "../queries.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";

/** Who may use this Sentinel. Keys are made where it runs, so that none crosses a screen that is shared. */
export function KeyList() {
  const query = useQuery(keysQuery);
  return (
    <section className="card" aria-labelledby="keys">
      <div className="card-head">
        <h2 id="keys">API keys</h2>
        <span className="muted">
          <code>sentinel keys create NAME --role viewer</code> makes one
        </span>
      </div>
      <Loaded query={query} what="the keys">
        {(keys) =>
          keys.length === 0 ? (
            <Empty title="No keys yet">
              Whoever is on this machine is admin until the first key is made.
            </Empty>
          ) : (
            <ul className="system-rows">
              {keys.map(({ id, name, role, created_at, last_used_at, revoked_at }) => (
                <li key={id}>
                  <div>
                    <p className="system-name">{name}</p>
                    <p className="muted">
                      made {moment(created_at)}
                      {last_used_at !== null && (
                        <>
                          {" "}
                          · used <Time at={last_used_at} />
                        </>
                      )}
                    </p>
                  </div>
                  <div className="row">
                    <span className="badge">{role}</span>
                    {revoked_at !== null && <span className="badge tone-critical">revoked</span>}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
