// Numbers, times and durations as people read them.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export const count = (n) => whole.format(n);

export const things = (n, what) => `${count(n)} ${what}${n === 1 ? "" : "s"}`;

// Three significant digits with a prefix of SI.
function scaled(n, units) {
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  const digits = unit === 0 || n >= 99.95 ? 0 : n >= 9.995 ? 1 : 2;
  return n.toFixed(digits) + units[unit];
}

export const short = (n) => (n < 100_000 ? count(n) : scaled(n, ["", " k", " M", " G", " T"]));
export const bytes = (n) => scaled(n, [" B", " kB", " MB", " GB", " TB", " PB"]);
export const rate = (n) => scaled(n, [" bit/s", " kbit/s", " Mbit/s", " Gbit/s", " Tbit/s"]);

export const measured = (n, measure) => (measure === "Bytes" ? bytes(n) : short(n));
export const exact = (n, measure) => `${count(n)} ${measure.toLowerCase()}`;

export function share(part, total) {
  const percent = total > 0 ? (100 * part) / total : 0;
  return percent > 0 && percent < 0.1 ? "<0.1 %" : `${percent.toFixed(1)} %`;
}

const spans = [
  [86400e6, "d"],
  [3600e6, "h"],
  [60e6, "min"],
  [1e6, "s"],
  [1e3, "ms"],
  [1, "µs"],
];

export function duration(microseconds) {
  if (microseconds === 0) return "0 s";
  const at = spans.findIndex(([size]) => microseconds >= size);
  const [size, unit] = spans[at];
  const n = microseconds / size;
  if (at >= 3) return `${Number(n.toPrecision(3))} ${unit}`;
  const [small, smallUnit] = spans[at + 1];
  const rest = Math.floor((microseconds % size) / small);
  return rest > 0 ? `${Math.floor(n)} ${unit} ${rest} ${smallUnit}` : `${Math.floor(n)} ${unit}`;
}

// Times are in UTC, in microseconds since 1970. A time beyond what Date holds (8.64e15 ms) is shown as a number.
function iso(microseconds) {
  const date = new Date(Math.floor(microseconds / 1000));
  return isNaN(date) ? "" : date.toISOString();
}

export function time(microseconds, digits = 3) {
  const text = iso(microseconds);
  const fraction = String(((microseconds % 1e6) + 1e6) % 1e6).padStart(6, "0").slice(0, digits);
  return `${text.slice(0, -14)} ${text.slice(-13, -5)}${digits > 0 ? "." + fraction : ""}`;
}

export const day = (microseconds) => iso(microseconds).slice(0, -14);
export const clock = (microseconds, digits) => time(microseconds, digits).split(" ")[1] ?? "";
