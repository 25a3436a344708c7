// Light and dark: by the system's choice until the reader chooses.

const themes = ["auto", "light", "dark"];

export class Theme {
  constructor(button, changed) {
    this.button = button;
    this.changed = changed;
    this.set(remembered());
    button.addEventListener("click", () => {
      this.set(themes[(themes.indexOf(this.name) + 1) % themes.length]);
      remember(this.name);
      changed();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    matchMedia("print").addEventListener("change", changed);
  }

  set(name) {
    this.name = themes.includes(name) ? name : "auto";
    document.documentElement.dataset.theme = this.name;
    this.button.textContent = `Theme: ${this.name}`;
  }
}

// Storage may be forbidden, for example in a file.
function remembered() {
  try {
    return localStorage.getItem("nfstream-theme");
  } catch {
    return "auto";
  }
}

function remember(name) {
  try {
    localStorage.setItem("nfstream-theme", name);
  } catch {
    // the choice lasts as long as the page
  }
}
