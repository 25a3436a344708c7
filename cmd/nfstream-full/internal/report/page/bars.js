import { count, exact, measured, share } from "./format.js";

// Cards of horizontal bars. A bar is a button that filters by its group.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made && key !== "list" && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Cards by facet. Those with a measure keep it; a flow may be in several groups; labels may wrap. Facets without flows are
// not shown.
export const cards = [
  { id: "application", title: "Applications" },
  { id: "host", title: "Top talkers", several: true, hint: "A flow counts for both of its addresses." },
  { id: "server", title: "Server names", hint: "Names of TLS, QUIC, HTTP and DNS." },
  { id: "category", title: "Categories" },
  { id: "service", title: "Destination ports" },
  { id: "risk", title: "Risks", measure: "Flows", several: true, hint: "A flow may have several.", wraps: true },
  { id: "size", title: "Packet sizes", measure: "Packets", hint: "Bytes of the frame. A click keeps flows with such packets." },
  { id: "lasting", title: "Durations of flows", measure: "Flows" },
  { id: "outcome", title: "Outcome of flows", measure: "Flows" },
  { id: "severity", title: "Highest severity", measure: "Flows" },
  { id: "protocol", title: "Protocols" },
  { id: "tlsVersion", title: "TLS versions", measure: "Flows" },
  { id: "tlsCipher", title: "TLS ciphers", measure: "Flows", wraps: true },
  { id: "ja4", title: "JA4 fingerprints", measure: "Flows", wraps: true },
  { id: "country", title: "Countries", several: true, hint: "A flow counts for both of its countries." },
  { id: "system", title: "Autonomous systems" },
];

const shownFirst = 8;

// The view of one card. choose(id, key) is called for a click.
export class Card {
  constructor(card, choose) {
    this.card = card;
    this.open = false;
    this.list = element("ul", { className: card.wraps ? "bars wraps" : "bars" });
    this.hint = element("p", { className: "hint" });
    this.more = element("button", { type: "button", className: "more screen", onclick: () => this.toggle() });
    const title = element("h2", { id: "title-" + card.id }, card.title);
    const head = element("div", { className: "head" }, title, this.hint);
    this.root = element("section", { className: "card facet", id: "facet-" + card.id }, head, this.list, this.more);
    this.root.setAttribute("aria-labelledby", title.id);
    this.list.addEventListener("click", (event) => {
      const bar = event.target.closest("button[data-key]");
      if (bar) choose(card.id, bar.dataset.key);
    });
  }

  toggle() {
    this.open = !this.open;
    this.draw();
  }

  // data: {Entries, Groups, Total, Order, Dropped}; chosen: a set of keys; decorate(key) returns a class of the bar.
  show(data, measure, chosen, decorate) {
    this.state = { data, measure: this.card.measure ?? measure, chosen, decorate };
    this.draw();
  }

  draw() {
    const { data, measure, chosen } = this.state;
    const entries = ordered(data, measure, chosen);
    const shown = this.open || data.Order ? entries : entries.slice(0, shownFirst);
    const greatest = Math.max(1, ...entries.map((entry) => entry[measure]));
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    this.root.hidden = entries.length === 0 && chosen.size === 0;
    this.list.replaceChildren(...shown.map((entry) => this.bar(entry, greatest)));
    this.drawRest(data, entries, shown, measure);
    if (focused !== undefined) [...this.list.querySelectorAll("button")].find((bar) => bar.dataset.key === focused)?.focus();
    const few = data.Dropped > 0 ? " Approximate: there were too many to count each." : "";
    this.hint.textContent = `By ${measure.toLowerCase()}. ${this.card.hint ?? ""}${few}`;
  }

  bar(entry, greatest) {
    const { data, measure, chosen, decorate } = this.state;
    const text = entry.Name ?? entry.Key;
    const label = element("span", { className: "label" }, element("bdi", {}, ...(this.card.wraps ? breakable(text) : [text])));
    if (entry.Name) label.append(element("bdi", { className: "under" }, entry.Key));
    const fill = element("span", { className: "fill " + (decorate?.(entry.Key) ?? "") });
    fill.style.width = `${(100 * entry[measure]) / greatest}%`;
    const button = element(
      "button",
      { type: "button", className: "bar", title: describe(entry, measure, data.Total) },
      label,
      element("span", { className: "value" }, measured(entry[measure], measure)),
      element("span", { className: "share" }, share(entry[measure], data.Total[measure])),
      element("span", { className: "track", "aria-hidden": "true" }, fill),
    );
    button.dataset.key = entry.Key;
    button.dataset.value = entry[measure];
    button.setAttribute("aria-pressed", chosen.has(entry.Key));
    return element("li", {}, button);
  }

  drawRest(data, entries, shown, measure) {
    const rest = data.Total[measure] - shown.reduce((sum, entry) => sum + entry[measure], 0);
    const others = data.Groups + (data.Dropped ?? 0) - shown.length;
    if (others > 0 && !data.Order) {
      const figures = this.card.several ? "" : `: ${measured(rest, measure)}, ${share(rest, data.Total[measure])}`;
      this.list.append(element("li", { className: "rest" }, `${count(others)} more${figures}`));
    }
    this.more.hidden = Boolean(data.Order) || entries.length <= shownFirst;
    this.more.textContent = this.open ? "Show fewer" : `Show ${count(entries.length)}`;
    this.more.setAttribute("aria-expanded", this.open);
  }
}

// Entries in a fixed order or by a measure; chosen groups without flows are kept, so that they can be left.
function ordered(data, measure, chosen) {
  const entries = [...data.Entries];
  const keys = new Set(entries.map((entry) => entry.Key));
  for (const key of chosen) if (!keys.has(key)) entries.push({ Key: key, Bytes: 0, Packets: 0, Flows: 0 });
  if (data.Order) return entries.sort((a, b) => data.Order.indexOf(a.Key) - data.Order.indexOf(b.Key));
  return entries.sort((a, b) => b[measure] - a[measure] || (a.Key < b.Key ? -1 : 1));
}

// A text that may be broken after an underscore.
const breakable = (text) => text.split(/(?<=_)/).flatMap((part) => [part, element("wbr")]);

function describe(entry, measure, total) {
  const parts = ["Bytes", "Packets", "Flows"].filter((m) => entry[m] !== undefined).map((m) => exact(entry[m], m));
  return `${entry.Name ? `${entry.Name} (${entry.Key})` : entry.Key}: ${parts.join(", ")}; ${share(entry[measure], total[measure])}`;
}
