export const SPANS = "otel_spans";
/** The key of the intake's row in otel_positions. */
export const LOG = "intake";
/** Sources that the environment configures have this name too, so that one product's traces and errors meet. */
export const CONNECTION = "default";
