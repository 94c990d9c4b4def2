/** Seconds from the arrival of something until it is where it belongs: fine where it should be, coarse where it is late. */
export const LAG_BUCKETS = [0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30];
