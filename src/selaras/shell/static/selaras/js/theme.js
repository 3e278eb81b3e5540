// Light or dark: as the device says until somebody chooses; the choice is kept in a cookie that the server reads, so that
// no page flashes and nothing stands in the browser's storage.
const root = document.documentElement;
const button = document.querySelector("[data-theme-switch]");
const dark = matchMedia("(prefers-color-scheme: dark)");
const now = () => root.dataset.bsTheme ?? (dark.matches ? "dark" : "light");

function draw() {
  for (const icon of button.querySelectorAll("[data-when]")) icon.hidden = icon.dataset.when !== now();
  document.dispatchEvent(new CustomEvent("selaras:theme"));
}

if (button) {
  button.hidden = false;
  draw();
  dark.addEventListener("change", draw);
  button.addEventListener("click", () => {
    root.dataset.bsTheme = now() === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `tema=${root.dataset.bsTheme}; Path=/; Max-Age=31536000; SameSite=Strict${secure}`;
    draw();
  });
}
