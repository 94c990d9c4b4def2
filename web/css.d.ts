/** Styles are imported for their effect; Vite puts them into the page's sheets. */
declare module "*.css";
declare module "@fontsource/inter/*";
