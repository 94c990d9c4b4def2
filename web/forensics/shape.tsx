import { KINDS, type Kind } from "./look.ts";

/** The sign of a kind: a form of its own, and a colour. */
export const Shape = ({ kind }: { kind: Kind }) => (
  <svg className={`shape shape-${kind}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    <path d={KINDS[kind].path} />
  </svg>
);
