import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";

import { plural } from "../format.ts";
import type { RiskRepo } from "../types.ts";
import { Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";

/** Which repository is shown, and the way to any of its pull requests. */
export function RepoBar({ repos, chosen }: { repos: RiskRepo[]; chosen: RiskRepo }) {
  const view = useView();
  const several = new Set(repos.map(({ repo }) => repo)).size < repos.length;
  return (
    <div className="risk-bar">
      <label className="risk-repo">
        <span className="visually-hidden">Repository</span>
        <select
          className="input"
          value={repos.indexOf(chosen)}
          onChange={({ target }) => {
            const next = repos[Number(target.value)];
            if (next !== undefined)
              view.set({ repo: next.repo, connection: several ? next.connection : null, file: null });
          }}
        >
          {repos.map(({ repo, connection }, index) => (
            <option key={`${connection} ${repo}`} value={index}>
              {several ? `${repo} (${connection})` : repo}
            </option>
          ))}
        </select>
      </label>
      <PullField repo={chosen.repo} />
      <p className="muted">
        {chosen.measured} of {plural(chosen.merges, "merge")} could be measured, last{" "}
        <Time at={chosen.measured_at} />
      </p>
    </div>
  );
}

function PullField({ repo }: { repo: string }) {
  const navigate = useNavigate();
  const [number, setNumber] = useState("");
  const open = (event: FormEvent) => {
    event.preventDefault();
    void navigate(`/risk/${repo}/${Number(number)}`);
  };
  return (
    <form className="risk-pull" onSubmit={open}>
      <input
        className="input num"
        data-search=""
        inputMode="numeric"
        pattern="[1-9][0-9]{0,8}"
        title="The number of a pull request"
        required
        aria-label="Number of a pull request"
        placeholder="Pull request number"
        value={number}
        onChange={({ target }) => setNumber(target.value)}
      />
      <button type="submit" className="button">
        Assess
      </button>
    </form>
  );
}
