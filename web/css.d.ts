/** Styles are imported for their effect; Vite puts them into the page's sheets. */
declare module "*.css";
declare module "@fontsource/inter/*";
/** A script that Vite puts into a file of its own, started as a worker. */
declare module "*?worker" {
  const StartWorker: new () => Worker;
  export default StartWorker;
}
