import { element } from "./bars.js";
import { detailsOf } from "./details.js";
import { bytes, clock, count, day, duration, time } from "./format.js";

// The table of flows, by pages.

const columns = [
  { id: "start", title: "Start (UTC)", number: "start", show: (row, t) => t.when(t.base + t.numbers.start[row]) },
  { id: "duration", title: "Duration", number: "duration", figure: true, wide: true, show: (row, t) => duration(t.numbers.duration[row]) },
  { id: "source", title: "Source", text: "source" },
  { id: "sourcePort", title: "Port", text: "sourcePort", figure: true, wide: true },
  { id: "destination", title: "Destination", text: "destination" },
  { id: "destinationPort", title: "Port", text: "destinationPort", figure: true },
  { id: "protocol", title: "Protocol", text: "protocol", wide: true },
  { id: "application", title: "Application", text: "application" },
  { id: "server", title: "Server name", text: "server", wide: true },
  { id: "packets", title: "Packets", number: "packets", figure: true, wide: true, show: (row, t) => count(t.numbers.packets[row]) },
  { id: "bytesOut", title: "Sent", number: "bytesOut", figure: true, extra: true, show: (row, t) => bytes(t.numbers.bytesOut[row]) },
  { id: "bytesBack", title: "Received", number: "bytesBack", figure: true, extra: true, show: (row, t) => bytes(t.numbers.bytesBack[row]) },
  { id: "bytes", title: "Bytes", number: "bytes", figure: true, show: (row, t) => bytes(t.numbers.bytes[row]) },
  { id: "severity", title: "Risk", text: "severity" },
];

const severityOrder = ["", "Low", "Medium", "High", "Severe"];

export class Table {
  // toggle(facet, key) filters by a value of a flow.
  constructor(flows, first, last, toggle, redraw) {
    this.texts = flows.texts;
    this.numbers = flows.numbers;
    this.names = flows.names;
    this.base = first;
    this.when = day(first) === day(last) ? (at) => clock(at, 3) : (at) => time(at);
    this.toggle = toggle;
    this.redraw = redraw;
    this.order = { column: "bytes", descending: true };
    this.page = 0;
    this.size = 50;
    this.severities = Float64Array.from(flows.texts.severity.ids, (id) => severityOrder.indexOf(flows.texts.severity.words[id]));
    this.head = document.getElementById("table-head");
    this.body = document.getElementById("table-body");
    this.pager = document.getElementById("pager");
    this.makeHead();
    this.makePager();
  }

  makeHead() {
    const cells = columns.map((column) => {
      const button = element("button", { type: "button", onclick: () => this.sortBy(column) }, column.title);
      if (column.id === "sourcePort" || column.id === "destinationPort") {
        button.setAttribute("aria-label", column.id === "sourcePort" ? "Source port" : "Destination port");
      }
      const cell = element("th", { scope: "col", className: classOf(column) }, button);
      cell.dataset.column = column.id;
      return cell;
    });
    this.head.replaceChildren(element("tr", {}, ...cells));
  }

  makePager() {
    const go = (label, title, page) =>
      element("button", { type: "button", title, "aria-label": title, onclick: () => this.turn(page()) }, label);
    this.first = go("«", "First page", () => 0);
    this.back = go("‹", "Previous page", () => this.page - 1);
    this.next = go("›", "Next page", () => this.page + 1);
    this.last = go("»", "Last page", () => Infinity);
    this.where = element("span", { id: "page" });
    const sizes = element("select", { id: "page-size", onchange: () => this.resize(Number(sizes.value)) });
    for (const n of [25, 50, 100, 250]) sizes.append(element("option", { value: n, selected: n === this.size }, String(n)));
    this.pager.replaceChildren(this.first, this.back, this.where, this.next, this.last, element("label", {}, "Rows per page ", sizes));
  }

  resize(size) {
    this.size = size;
    this.turn(0);
  }

  turn(page) {
    this.page = page;
    this.draw();
  }

  sortBy(column) {
    const same = this.order.column === column.id;
    const greatestFirst = Boolean(column.figure && column.number) || column.id === "severity";
    this.order = { column: column.id, descending: same ? !this.order.descending : greatestFirst };
    this.page = 0;
    this.redraw();
  }

  // The values by which the engine sorts: numbers of texts are in order of display.
  sortValues() {
    const column = columns.find((one) => one.id === this.order.column);
    if (column.id === "severity") return this.severities;
    return column.number ? this.numbers[column.number] : this.texts[column.text].ids;
  }

  show(rows) {
    this.rows = rows;
    this.page = 0;
    this.draw();
  }

  draw() {
    const pages = Math.max(1, Math.ceil(this.rows.length / this.size));
    this.page = Math.min(Math.max(this.page, 0), pages - 1);
    const from = this.page * this.size;
    const shown = [...this.rows.slice(from, from + this.size)];
    this.body.replaceChildren(...shown.map((row) => this.row(row)));
    if (shown.length === 0) {
      this.body.append(element("tr", {}, element("td", { colSpan: columns.length, className: "none" }, "No flows")));
    }
    const range = `${count(this.rows.length && from + 1)}–${count(from + shown.length)}`;
    document.getElementById("table-range").textContent = `${range} of ${count(this.rows.length)}`;
    this.where.textContent = `Page ${count(this.page + 1)} of ${count(pages)}`;
    this.first.disabled = this.back.disabled = this.page === 0;
    this.next.disabled = this.last.disabled = this.page === pages - 1;
    for (const cell of this.head.rows[0].cells) {
      const sorted = cell.dataset.column === this.order.column;
      cell.setAttribute("aria-sort", sorted ? (this.order.descending ? "descending" : "ascending") : "none");
    }
  }

  row(row) {
    const made = element("tr", { className: "flow" }, ...columns.map((column) => this.cell(column, row)));
    made.dataset.row = row;
    made.addEventListener("click", (event) => {
      if (!getSelection().toString() && !event.target.closest("a")) this.expand(made, row);
    });
    return made;
  }

  cell(column, row) {
    const text = column.show ? column.show(row, this) : this.text(column.text, row);
    const cell = element("td", { className: classOf(column) });
    if (column.id === "start") {
      const label = { "aria-expanded": "false", "aria-label": "Details of this flow" };
      cell.append(element("button", { type: "button", className: "opener", ...label }), text);
      cell.title = time(this.base + this.numbers.start[row], 6);
    } else if (column.id === "severity") {
      if (text) cell.append(element("span", { className: "badge " + text.toLowerCase() }, text));
    } else {
      cell.append(element("bdi", {}, text));
      cell.title = this.names[text] ?? (column.number ? count(this.numbers[column.number][row]) : text);
    }
    return cell;
  }

  text(name, row) {
    const { ids, words } = this.texts[name];
    return words[ids[row]];
  }

  expand(made, row) {
    const opener = made.querySelector(".opener");
    const open = made.nextElementSibling?.classList.contains("details");
    opener.setAttribute("aria-expanded", !open);
    if (open) return made.nextElementSibling.remove();
    const cell = element("td", { colSpan: columns.length }, detailsOf(this, row));
    made.after(element("tr", { className: "details" }, cell));
  }
}

const classOf = (column) => ["figure", "wide", "extra"].filter((name) => column[name]).concat("c-" + column.id).join(" ");
