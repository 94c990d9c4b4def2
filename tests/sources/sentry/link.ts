/** Sentry's Link header: both links are always there, `results` says whether anything is behind them. */
export function link(cursor: string, more: boolean): { link: string } {
  const url = "https://sentry.io/api/0/organizations/acme/issues/?query=a,b;c";
  return {
    link:
      `<${url}&cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", ` +
      `<${url}&cursor=${cursor}>; rel="next"; results="${more}"; cursor="${cursor}"`,
  };
}
