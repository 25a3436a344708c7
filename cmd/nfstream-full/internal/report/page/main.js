import { Card, cards, element } from "./bars.js";
import { readFlows } from "./decode.js";
import { Engine } from "./engine.js";
import { Filters, chips } from "./filters.js";
import { bytes, count, duration, rate, share, short, things, time } from "./format.js";
import { Table } from "./table.js";
import { Theme } from "./theme.js";
import { Timeline } from "./timeline.js";

// The page: charts of the summary first, which has all flows, then of the flows that pass the filters.

const mostEntries = 50;
const seriesShown = 6;
const searched = ["source", "destination", "sourcePort", "destinationPort", "protocol", "application", "category", "server", "risks", "ja4",
  "tlsVersion", "tlsCipher", "agent", "system", "sourceCountry", "destinationCountry", "outcome"];

const byId = (id) => document.getElementById(id);

const directions = (now) => `${bytes(now.BytesOut)} sent, ${bytes(now.BytesBack)} received`;

const packetDirections = (now) => `${short(now.PacketsOut)} sent, ${short(now.PacketsBack)} received`;

class Page {
  constructor(summary) {
    this.summary = summary;
    this.filters = new Filters();
    this.measure = "Bytes";
    this.counted = new Map(); // figures of facets with the filters of now
    this.cards = new Map(cards.map((card) => [card.id, new Card(card, (id, key) => this.choose(id, key))]));
    byId("facets").append(...[...this.cards.values()].map((card) => card.root));
    const chooseTime = (range) => this.change(() => (this.filters.time = range));
    this.timeline = new Timeline(byId("timeline"), chooseTime, (key) => this.choose("application", key));
    this.theme = new Theme(byId("theme"), () => this.drawTimeline());
    this.wire();
    this.drawOnce();
    this.draw();
  }

  wire() {
    byId("print").addEventListener("click", () => print());
    byId("clear").addEventListener("click", () => this.clear());
    byId("search").addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.change(() => (this.filters.search = byId("search").value.trim())), 150);
    });
    for (const choice of document.querySelectorAll("input[name=measure]")) {
      choice.addEventListener("change", () => {
        this.measure = choice.value;
        this.drawFacets();
      });
    }
  }

  clear() {
    byId("search").value = "";
    this.change(() => this.filters.clear());
  }

  choose(id, key) {
    this.change(() => this.filters.toggle(id, key));
  }

  change(set) {
    set();
    if (!this.engine) return; // the flows are not there yet; load applies the filters
    this.apply();
    this.draw();
  }

  async load(base64) {
    const flows = await readFlows(base64);
    this.engine = new Engine(flows, this.summary.Facets);
    this.table = new Table(flows, this.summary.First, this.summary.Last, (id, key) => this.choose(id, key), () => this.drawTable());
    if (this.filters.any) this.apply();
    this.draw();
    document.documentElement.dataset.ready = "true";
  }

  apply() {
    const { engine, filters } = this;
    this.counted.clear();
    for (const [id, keys] of filters.groups) {
      const set = () => (id === "size" ? engine.filterSizes(this.sizeNumbers(keys)) : engine.filterGroups(id, keys));
      engine.change(id, keys.size > 0 ? JSON.stringify([...keys]) : "", set);
    }
    const base = this.summary.First;
    const range = filters.time && { from: filters.time.from - base, to: filters.time.to - base };
    engine.change("time", range ? `${range.from} ${range.to}` : "", () => engine.filterTime(range));
    engine.change("search", filters.search, () => engine.search(filters.search, searched));
  }

  sizeNumbers(keys) {
    return [...keys].map((key) => this.summary.Sizes.findIndex((size) => size.Name === key));
  }

  // Without a filter all flows count, with one those of the table.
  get filtered() {
    return this.filters.any && this.engine !== undefined;
  }

  draw() {
    this.drawTiles();
    this.drawFilters();
    this.drawTimeline();
    this.drawFacets();
    this.drawTable();
  }

  drawOnce() {
    const { summary } = this;
    const span = summary.Total.Flows > 0 ? `${time(summary.First)} – ${time(summary.Last)} UTC` : "No flows";
    byId("subtitle").append(element("bdi", {}, summary.Sources.join(", ")), " · ", span);
    byId("footer").textContent = `${summary.Program}. Bytes are those of frames on the wire; 1 kB is 1,000 bytes.`;
    const notices = [];
    if (summary.Kept < summary.Total.Flows) {
      const text = `The figures count all ${count(summary.Total.Flows)} flows. The table, and charts while a filter is active, ` +
        `have the ${count(summary.Kept)} largest flows by bytes.`;
      notices.push(element("p", { className: "notice", id: "notice-kept" }, text));
    }
    if (summary.Notes) {
      notices.push(element("p", { className: "notice", id: "notice-lost" }, "While metering: " + summary.Notes.join("; ") + "."));
    }
    byId("notices").append(...notices);
  }

  drawTiles() {
    const all = this.summary.Total;
    const now = this.filtered ? this.engine.totals() : all;
    const span = this.summary.Last - this.summary.First;
    const groups = (id) => this.data(id, true).Groups;
    const risky = this.data("severity", true).Total.Flows;
    const oneWay = this.data("outcome", true).Entries.filter(({ Key }) => Key === "Unanswered" || Key === "Refused");
    const tile = (id, title, text, value, under) => {
      const output = element("output", { id: "figure-" + id, className: "figure" }, text);
      output.dataset.value = value;
      const hint = (words) => element("span", { className: "hint" }, words);
      return element("div", { className: "tile" }, hint(title), output, hint(under));
    };
    const of = (part, whole) => (this.filtered ? `${share(part, whole)} of all` : "");
    const failed = oneWay.reduce((sum, entry) => sum + entry.Flows, 0);
    byId("tiles").replaceChildren(
      tile("flows", "Flows", count(now.Flows), now.Flows, of(now.Flows, all.Flows)),
      tile("bytes", "Bytes", bytes(now.Bytes), now.Bytes, of(now.Bytes, all.Bytes) || directions(now)),
      tile("packets", "Packets", short(now.Packets), now.Packets, of(now.Packets, all.Packets) || packetDirections(now)),
      tile("span", "Time", duration(span), span, span > 0 ? `${rate((8e6 * now.Bytes) / span)} on average` : ""),
      tile("hosts", "Addresses", count(groups("host")), groups("host"), things(groups("application"), "application")),
      tile("risky", "Flows with risks", count(risky), risky, share(risky, now.Flows) + " of flows"),
      tile("failed", "Failed flows", count(failed), failed, share(failed, now.Flows) + ", unanswered or refused"),
    );
  }

  drawFilters() {
    const label = (id, key) => (id === "host" && this.names(key)) || key;
    byId("chips").replaceChildren(...chips(this.filters, label, () => this.change(() => {})));
    byId("clear").hidden = !this.filters.any;
    const kept = this.summary.Kept;
    if (!this.engine) return;
    byId("status").textContent = this.filters.any
      ? `${count(this.engine.passingList().length)} of ${things(kept, "flow")}`
      : things(this.summary.Total.Flows, "flow");
  }

  names(address) {
    return this.engine?.flows.names[address];
  }

  // The figures of a facet; own: with its own filter too.
  data(id, own) {
    const facet = this.summary.Facets.find((one) => one.ID === id);
    if (!this.filtered) return facet;
    const key = `${id} ${this.measure} ${Boolean(own)}`;
    if (!this.counted.has(key)) {
      const measure = this.cards.get(id).card.measure ?? this.measure;
      this.counted.set(key, { ...this.engine.count(id, measure, mostEntries, own), Order: facet.Order });
    }
    return this.counted.get(key);
  }

  sizes() {
    const entries = (this.filtered ? this.engine.countSizes(this.summary.Sizes) : this.summary.Sizes)
      .map(({ Name, Packets, Flows }) => ({ Key: Name, Packets, Flows }));
    const total = { Packets: entries.reduce((sum, entry) => sum + entry.Packets, 0) };
    return { Entries: total.Packets > 0 ? entries : [], Groups: entries.length, Total: total, Order: entries.map((entry) => entry.Key) };
  }

  drawFacets() {
    const severityOf = (key) => "severity-" + (this.summary.Severities[key] ?? key).toLowerCase();
    const decorate = { risk: severityOf, severity: severityOf, application: (key) => this.barColour(key) };
    for (const [id, card] of this.cards) {
      card.show(id === "size" ? this.sizes() : this.data(id), this.measure, this.filters.chosen(id), decorate[id]);
    }
  }

  drawTimeline() {
    const all = this.summary.Timeline;
    const length = all.Series?.[0]?.Bins.length ?? 0;
    const series = this.filtered
      ? this.engine.timeline(all.Width, all.First, length, this.summary.First, seriesShown) : (all.Series ?? []);
    this.paint(series);
    const data = { Width: all.Width, First: all.First, Series: series };
    this.timeline.show(data, (key) => this.colour(key), this.filters.time, this.filters.chosen("application"));
  }

  // The greatest applications of the whole report keep their colours; others take what is free.
  paint(series) {
    const own = (this.summary.Timeline.Series ?? []).map((one) => one.Key).filter(Boolean);
    const shown = series.map((one) => one.Key).filter(Boolean);
    this.colours = new Map(own.filter((key) => shown.includes(key)).map((key) => [key, own.indexOf(key)]));
    const used = new Set(this.colours.values());
    const free = Array.from({ length: seriesShown }, (_, i) => i).filter((i) => !used.has(i));
    for (const key of shown) if (!this.colours.has(key)) this.colours.set(key, free.shift());
  }

  colour(key) {
    return this.colours.has(key) ? "series-" + this.colours.get(key) : "series-rest";
  }

  // Applications that the chart does not show keep their colours if they are free.
  barColour(key) {
    const own = (this.summary.Timeline.Series ?? []).findIndex((one) => one.Key === key && key !== "");
    return this.colours.has(key) || own < 0 || [...this.colours.values()].includes(own) ? this.colour(key) : "series-" + own;
  }

  drawTable() {
    if (!this.table) return;
    this.table.show(this.engine.sorted(this.table.sortValues(), this.table.order.descending));
  }
}

const page = new Page(JSON.parse(byId("summary").textContent));
// The first paint does not wait for the flows.
requestAnimationFrame(() => setTimeout(() => page.load(byId("flows").textContent).catch((error) => {
  byId("status").textContent = `The flows cannot be read: ${error.message}. The figures above are whole.`;
  document.documentElement.dataset.ready = "failed";
})));
