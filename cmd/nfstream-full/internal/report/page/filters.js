import { cards, element } from "./bars.js";
import { clock, day } from "./format.js";

// The chosen filters: groups by facet, a time and a search.

export class Filters {
  constructor() {
    this.groups = new Map(cards.map(({ id }) => [id, new Set()]));
    this.time = null;
    this.search = "";
  }

  chosen(id) {
    return this.groups.get(id);
  }

  toggle(id, key) {
    const keys = this.groups.get(id);
    if (!keys.delete(key)) keys.add(key);
  }

  clear() {
    for (const keys of this.groups.values()) keys.clear();
    this.time = null;
    this.search = "";
  }

  get any() {
    return this.time !== null || this.search !== "" || [...this.groups.values()].some((keys) => keys.size > 0);
  }
}

// Chips that show filters and remove them. label(id, key) is the text of a group.
export function chips(filters, label, remove) {
  const all = [];
  const add = (title, text, off) => {
    const value = element("bdi", {}, text);
    const button = element("button", { type: "button", className: "chip", title: "Remove this filter", onclick: () => (off(), remove()) },
      element("span", { className: "soft" }, title + " "), value, element("span", { "aria-hidden": "true" }, " ✕"));
    all.push(element("span", { role: "listitem" }, button));
  };
  for (const { id, title } of cards) {
    for (const key of filters.chosen(id)) add(title, label(id, key), () => filters.toggle(id, key));
  }
  if (filters.time) add("Time", span(filters.time), () => (filters.time = null));
  return all;
}

function span({ from, to }) {
  const digits = to - from < 10e6 ? 3 : 0;
  const end = day(from) === day(to) ? clock(to, digits) : `${day(to)} ${clock(to, digits)}`;
  return `${day(from)} ${clock(from, digits)} – ${end}`;
}
