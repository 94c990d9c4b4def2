// Before the first paint, so that a dark page never flashes white. The module that changes it is ui/theme.ts.
try {
  const theme = localStorage.getItem("sentinel.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is off: the system's theme it is.
}
