import { useQuery } from "@tanstack/react-query";

import type { Settings } from "../../src/settings.ts";
import { plural } from "../format.ts";
import { settingsQuery } from "../queries.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { GateSwitch } from "./gate-switch.tsx";
import { budgetsOf, conditionsOf, DECIDES, quietOf } from "./policy-words.ts";

/** Who may approve what, how far Sentinel goes by itself, and when it keeps quiet. */
export function Policy() {
  const query = useQuery(settingsQuery);
  return (
    <>
      <GateSwitch />
      <Loaded query={query} what="the policy" lines={10}>
        {({ settings }) => (
          <>
            <Rules policy={settings.gate.policy} />
            <div className="settings-pair">
              <Facts title="Budgets" facts={budgetsOf(settings.gate)} />
              <Facts title="Telling and keeping quiet" facts={quietOf(settings.notify)} />
            </div>
            <People people={settings.people} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Rules({ policy }: { policy: Settings["gate"]["policy"] }) {
  return (
    <section className="card" aria-labelledby="rules">
      <div className="card-head">
        <h2 id="rules">Who decides what</h2>
        <span className="muted">the first rule that fits; where none fits, never</span>
      </div>
      <ol className="settings-rows">
        {policy.map((rule, nth) => (
          <li key={rule.name}>
            <div>
              <p className="settings-name">
                {nth + 1}. {rule.name}
              </p>
              <p className="muted breakable">{conditionsOf(rule)}</p>
            </div>
            <span className={`badge ${DECIDES[rule.decide].tone}`}>{DECIDES[rule.decide].words}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Facts({ title, facts }: { title: string; facts: [string, string][] }) {
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
      </div>
      <dl className="facts card-body">
        {facts.map(([name, value]) => (
          <div key={name} className="settings-fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function People({ people }: { people: Settings["people"] }) {
  return (
    <section className="card" aria-labelledby="people">
      <div className="card-head">
        <h2 id="people">People</h2>
        <span className="muted">{plural(people.length, "person", "people")} in settings.json</span>
      </div>
      {people.length === 0 ? (
        <Empty title="Nobody is named">
          In Slack nobody may decide until <code>people</code> in settings.json names them. On this page the
          key says who it is.
        </Empty>
      ) : (
        <ul className="settings-rows">
          {people.map(({ name, role, slack }) => (
            <li key={name}>
              <p className="settings-name breakable">
                {name} {slack !== undefined && <span className="muted mono">{slack}</span>}
              </p>
              <span className="badge">{role}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
