import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import type { DescribedDetector } from "../../src/detect/describe-limits.ts";
import { sentence } from "../format.ts";
import { settingsQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { useMay } from "../use-role.ts";
import { useView } from "../use-view.ts";
import { readDraft, readLimit, writeDraft } from "./draft.ts";
import { LimitField } from "./limit-field.tsx";
import { PreviewResult } from "./preview-result.tsx";
import "./thresholds.css";
import { usePreview } from "./use-preview.ts";
import { useSaveLimits } from "./use-save-limits.ts";

/** From when on each detector speaks up; what another limit would have found is seen before it is saved. */
export function Thresholds() {
  const query = useQuery(settingsQuery);
  return (
    <Loaded query={query} what="the settings" lines={12}>
      {({ detectors, fixed, etag }) => <Chosen detectors={detectors} fixed={fixed} etag={etag} />}
    </Loaded>
  );
}

type Fixed = { path: string; variable: string }[];
type Props = { detectors: DescribedDetector[]; fixed: Fixed; etag: string };

function Chosen({ detectors, fixed, etag }: Props) {
  const view = useView();
  const detector = detectors.find(({ id }) => id === view.get("of")) ?? detectors[0];
  if (detector === undefined) return null;
  return (
    <>
      <nav className="row" aria-label="Detectors">
        {detectors.map(({ id }) => (
          <Link
            key={id}
            className="chip"
            to={view.with({ of: id === detectors[0]?.id ? null : id, limits: null })}
            aria-current={id === detector.id ? "page" : undefined}
          >
            {sentence(id)}
          </Link>
        ))}
      </nav>
      <Limits key={detector.id} detector={detector} fixed={fixed} etag={etag} />
    </>
  );
}

function Limits({ detector, fixed, etag }: { detector: DescribedDetector; fixed: Fixed; etag: string }) {
  const { id, summary, limits } = detector;
  const view = useView();
  const draft = readDraft(view);
  const may = useMay("admin");
  const preview = usePreview();
  const save = useSaveLimits();
  const changed = limits.flatMap((limit) => {
    const text = draft.get(limit.name);
    return text === undefined || text === String(limit.value)
      ? []
      : [{ limit, read: readLimit(text, limit) }];
  });
  const values = Object.fromEntries(
    changed.flatMap(({ limit, read }) => ("value" in read ? [[limit.name, read.value]] : [])),
  );
  const fit = changed.length > 0 && Object.keys(values).length === changed.length;
  const write = (name: string, text: string) =>
    view.set({ limits: writeDraft(new Map(draft).set(name, text), limits) }, "same");
  const drop = () => view.set({ limits: null }, "same");
  const seen = preview.isSuccess && JSON.stringify(preview.variables) === JSON.stringify({ [id]: values });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (fit) preview.mutate({ [id]: values });
      }}
    >
      <section className="card" aria-labelledby="limits">
        <div className="card-head">
          <div>
            <h2 id="limits">{sentence(id)}</h2>
            <p className="muted">{summary}</p>
          </div>
        </div>
        <ul className="limits">
          {limits.map((limit) => (
            <LimitField
              key={limit.name}
              limit={limit}
              text={draft.get(limit.name) ?? String(limit.value)}
              fixed_by={fixed.find(({ path }) => path === `detectors.${id}.${limit.name}`)?.variable}
              disabled={save.isPending}
              write={(text) => write(limit.name, text)}
            />
          ))}
        </ul>
        <div className="limits-foot">
          <button
            type="submit"
            className={seen ? "button" : "button button-primary"}
            disabled={!fit || preview.isPending}
          >
            {preview.isPending ? "Judging the last 7 days…" : "See what would have fired"}
          </button>
          <button
            type="button"
            className={seen ? "button button-primary" : "button"}
            disabled={!fit || !may || save.isPending}
            title={may ? undefined : "needs the role admin"}
            onClick={() => save.mutate({ etag, detector: id, values, saved: drop })}
          >
            Save
          </button>
          {changed.length > 0 && (
            <button type="button" className="button button-quiet" onClick={drop}>
              Take back
            </button>
          )}
          <span className="muted" role="status">
            {changed.length === 0
              ? "Change a limit to see what it would have found in the last 7 days, judged every 12 hours."
              : `${changed.length} changed${fit ? "" : ", not all of them fit"}`}
            {!may && " Saving needs the role admin."}
          </span>
        </div>
      </section>
      <PreviewResult preview={preview} outdated={!seen} />
    </form>
  );
}
