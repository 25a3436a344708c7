import { element } from "./bars.js";
import { bytes, clock, count, day, duration, rate, time } from "./format.js";

/* global uPlot */

// Stacked bars of bytes by application over time. choose(range) is called with microseconds since 1970, or null.

const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
  10800, 21600, 43200, 86400, 172800, 604800, 2592000, 31536000];

export class Timeline {
  constructor(root, choose, chooseApplication) {
    this.root = root;
    this.choose = choose;
    this.said = document.getElementById("timeline-said");
    this.legend = document.getElementById("legend");
    this.tip = element("div", { className: "tip", hidden: true });
    this.bin = -1;
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("blur", () => (this.tip.hidden = true));
    this.legend.addEventListener("click", (event) => {
      const key = event.target.closest("button")?.dataset.key;
      if (key) chooseApplication(key);
    });
    new ResizeObserver(() => this.fit()).observe(root);
  }

  // data: {Width, First, Series}; colours(key) is that of a series; range is the chosen time.
  show(data, colours, range, chosen) {
    this.data = data;
    this.colours = colours;
    this.range = range;
    this.chosen = chosen;
    this.draw();
  }

  draw() {
    const { Width, First, Series } = this.data;
    this.series = Series.filter((one) => one.Key !== "" || one.Bins.some((n) => n > 0));
    this.length = Series[0]?.Bins.length ?? 0;
    this.chart?.destroy();
    this.chart = undefined;
    this.drawLegend();
    document.getElementById("timeline-unit").textContent = this.length > 0 ? `Bytes in ${duration(Width)}, UTC` : "No traffic";
    this.root.hidden = this.length === 0;
    if (this.length === 0) return;
    const x = Array.from({ length: this.length }, (_, bin) => ((First + bin) * Width) / 1e6);
    this.chart = new uPlot(this.options(x), [x, ...stacked(this.series, this.length).reverse()], this.root);
    this.root.append(this.tip);
    this.mark();
  }

  options(x) {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink-soft");
    const grid = { stroke: style.getPropertyValue("--line"), width: 1 };
    const font = "12px system-ui, sans-serif";
    const right = x.at(-1) + this.data.Width / 1e6;
    const axis = { stroke: ink, grid, ticks: grid, font };
    return {
      width: this.root.clientWidth,
      height: this.height(),
      padding: [8, 32, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: false, range: [x[0], right] }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] } },
      axes: [
        { ...axis, incrs: steps, space: 90, values: (_, splits, __, ___, step) => labels(splits, step) },
        { ...axis, size: 68, values: (_, splits) => splits.map(roundBytes), incrs: byteSteps() },
      ],
      series: [{}, ...[...this.series].reverse().map((one) => bars(colourOf(style, this.colours(one.Key))))],
      hooks: { setCursor: [(chart) => this.hover(chart)], setSelect: [(chart) => this.drag(chart)] },
    };
  }

  height() {
    return matchMedia("(max-width: 40rem)").matches ? 200 : 260;
  }

  fit() {
    if (!this.chart || this.root.clientWidth === this.chart.width) return;
    this.chart.setSize({ width: this.root.clientWidth, height: this.height() });
    this.mark();
  }

  drawLegend() {
    this.legend.replaceChildren(...this.series.map((one) => this.legendItem(one)));
  }

  legendItem(one) {
    const total = one.Bins.reduce((sum, n) => sum + n, 0);
    const swatch = element("span", { className: "swatch " + this.colours(one.Key), "aria-hidden": "true" });
    const text = [swatch, element("bdi", {}, one.Key || "Others"), element("span", { className: "soft" }, bytes(total))];
    if (one.Key === "") return element("span", { className: "item" }, ...text);
    const button = element("button", { type: "button", className: "item" }, ...text);
    button.dataset.key = one.Key;
    button.setAttribute("aria-pressed", this.chosen.has(one.Key));
    return button;
  }

  binTime(bin) {
    return (this.data.First + bin) * this.data.Width;
  }

  sum(bin) {
    return this.series.reduce((sum, one) => sum + one.Bins[bin], 0);
  }

  hover(chart) {
    const { left, top } = chart.cursor;
    if (left === null || left === undefined || left < 0 || (top !== undefined && top < 0)) {
      this.tip.hidden = true;
      return;
    }
    const bin = Math.floor((chart.posToVal(left, "x") * 1e6) / this.data.Width + 1e-9) - this.data.First;
    this.showTip(Math.min(Math.max(bin, 0), this.length - 1));
  }

  showTip(bin) {
    this.bin = bin;
    const total = this.sum(bin);
    const rows = [...this.series].reverse().filter((one) => one.Bins[bin] > 0);
    const digits = this.data.Width < 1e6 ? 3 : 0;
    this.tip.replaceChildren(
      element("strong", {}, `${time(this.binTime(bin), digits)} UTC`),
      element("div", {}, `${bytes(total)}, ${rate((8e6 * total) / this.data.Width)}`),
      ...rows.map((one) =>
        element("div", { className: "line" }, element("span", { className: "swatch " + this.colours(one.Key) }),
          element("bdi", {}, one.Key || "Others"), element("span", {}, bytes(one.Bins[bin]))),
      ),
    );
    this.tip.hidden = false;
    const at = this.chart.valToPos(this.binTime(bin) / 1e6, "x") + this.chart.over.offsetLeft;
    const room = this.root.clientWidth - this.tip.offsetWidth - 8;
    const beside = at + 24 > room ? Math.min(at - this.tip.offsetWidth - 12, room) : at + 24;
    this.tip.style.left = `${Math.max(0, beside)}px`;
  }

  drag(chart) {
    const { left, width } = chart.select;
    if (this.marking || width < 3) return;
    const from = chart.posToVal(left, "x") * 1e6;
    const to = chart.posToVal(left + width, "x") * 1e6;
    const first = Math.floor(from / this.data.Width) - this.data.First;
    const last = Math.ceil(to / this.data.Width) - this.data.First - 1;
    this.chooseBins(first, last);
  }

  chooseBins(first, last) {
    const from = this.binTime(Math.max(0, Math.min(first, last)));
    const to = this.binTime(Math.min(this.length, Math.max(first, last) + 1));
    this.choose({ from, to });
  }

  // Shows the chosen time.
  mark() {
    this.marking = true;
    const { chart, range } = this;
    const left = range ? chart.valToPos(range.from / 1e6, "x") : 0;
    const width = range ? chart.valToPos(range.to / 1e6, "x") - left : 0;
    chart.setSelect({ left, width, top: 0, height: chart.over.clientHeight }, false);
    this.marking = false;
  }

  press(event) {
    if (!this.chart) return;
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    if (move !== undefined) this.step(move, event.shiftKey);
    else if (event.key === "Enter" || event.key === " ") this.chooseBins(this.anchor ?? this.bin, this.bin);
    else if (event.key === "Escape") this.choose(null);
    else return;
    event.preventDefault();
  }

  step(move, extend) {
    const next = Math.min(this.length - 1, Math.max(0, (this.bin < 0 ? (move > 0 ? -1 : this.length) : this.bin) + move));
    this.anchor = extend ? (this.anchor ?? Math.max(0, this.bin)) : undefined;
    this.showTip(next);
    this.said.textContent = `${time(this.binTime(next), 0)}: ${count(this.sum(next))} bytes`;
  }
}

// Running sums, so that bars drawn from the tallest on look stacked.
function stacked(series, length) {
  let below = new Float64Array(length);
  return series.map((one) => (below = below.map((n, bin) => n + one.Bins[bin])));
}

const bars = (colour) => ({
  fill: colour,
  width: 0,
  points: { show: false },
  paths: uPlot.paths.bars({ size: [0.92, Infinity], align: 1 }),
});

const colourOf = (style, name) => style.getPropertyValue("--" + name).trim();

// A tick of an axis, which is a round number.
const roundBytes = (n) => bytes(n).replace(/\.0+ /, " ").replace(/(\.\d)0 /, "$1 ");

function byteSteps() {
  const all = [];
  for (let size = 1; size < 1e15; size *= 10) all.push(size, 2 * size, 5 * size);
  return all;
}

function labels(splits, step) {
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
  let before = "";
  return splits.map((seconds) => {
    const microseconds = Math.round(seconds * 1e6);
    const date = day(microseconds);
    const shown = step >= 86400 ? date : step >= 60 ? clock(microseconds, 0).slice(0, 5) : clock(microseconds, digits);
    const text = date === before || step >= 86400 ? shown : `${shown}\n${date}`;
    before = date;
    return text;
  });
}
