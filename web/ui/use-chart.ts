import { init, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { useEffect, useRef, type RefObject } from "react";

import { useDark } from "./theme.ts";

/** A chart in the element that the answer is given to, drawn anew when what it shows, its size or the theme changes. */
export function useChart(
  option: () => EChartsCoreOption,
  shows: unknown[],
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const dark = useDark();
  useEffect(() => {
    if (element.current === null) return undefined;
    const made = init(element.current);
    chart.current = made;
    const sized = new ResizeObserver(() => made.resize());
    sized.observe(element.current);
    return () => {
      sized.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option(), { notMerge: true });
    // oxlint-disable-next-line react/exhaustive-deps -- `shows` is what `option` is made from
  }, [...shows, dark]);
  return element;
}
