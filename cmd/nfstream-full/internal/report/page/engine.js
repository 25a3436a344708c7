// Which flows pass the filters, and what they add up to. A filter restricts everything but its own chart.

export class Engine {
  constructor(flows, facets) {
    this.flows = flows;
    this.rows = flows.rows;
    this.fails = new Uint32Array(flows.rows); // a bit for each filter that a flow fails
    this.bits = new Map();
    this.choices = new Map();
    this.facets = new Map(facets.map((facet) => [facet.ID, groupsOf(facet, flows)]));
    for (const id of [...this.facets.keys(), "size", "time", "search"]) this.bits.set(id, 1 << this.bits.size);
  }

  bit(id) {
    return this.bits.get(id);
  }

  // Sets one filter: passes(row) is false for flows to leave out, null is no filter.
  filter(id, passes) {
    const bit = this.bit(id);
    for (let row = 0; row < this.rows; row++) {
      if (passes === null || passes(row)) this.fails[row] &= ~bit;
      else this.fails[row] |= bit;
    }
  }

  // Runs set only if the choice of a filter, as text, is another than before.
  change(id, choice, set) {
    if ((this.choices.get(id) ?? "") === choice) return;
    this.choices.set(id, choice);
    set();
  }

  filterGroups(id, keys) {
    if (keys.size === 0) return this.filter(id, null);
    const facet = this.facets.get(id);
    const wanted = facet.texts.map((_, id) => facet.expand(id).some((group) => keys.has(facet.words[group])));
    const [first, second = first] = facet.columns;
    this.filter(id, (row) => wanted[first[row]] || wanted[second[row]]);
  }

  filterSizes(classes) {
    const columns = [...classes].map((size) => this.flows.numbers["size" + size]);
    this.filter("size", columns.length === 0 ? null : (row) => columns.some((column) => column[row] > 0));
  }

  filterTime(range) {
    const { start, duration } = this.flows.numbers;
    this.filter("time", range && ((row) => start[row] < range.to && start[row] + duration[row] >= range.from));
  }

  // Every word must be in a text of the flow, or be a port of it.
  search(query, columns) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return this.filter("search", null);
    const tests = words.map((word) => this.searchWord(word, columns));
    this.filter("search", (row) => tests.every((test) => test(row)));
  }

  searchWord(word, columns) {
    const hits = columns.map((name) => {
      const { ids, words } = this.flows.texts[name];
      const exact = name.endsWith("Port");
      return { ids, found: words.map((text) => (exact ? text === word : text.toLowerCase().includes(word))) };
    });
    const named = this.flows.texts.source.words.map((text) => (this.flows.names[text] ?? "").toLowerCase().includes(word));
    hits.push({ ids: this.flows.texts.source.ids, found: named }, { ids: this.flows.texts.destination.ids, found: named });
    const possible = hits.filter(({ found }) => found.includes(true));
    return (row) => possible.some(({ ids, found }) => found[ids[row]]);
  }

  passingList() {
    const rows = new Uint32Array(this.rows);
    let n = 0;
    for (let row = 0; row < this.rows; row++) if (this.fails[row] === 0) rows[n++] = row;
    return rows.slice(0, n);
  }

  totals() {
    const { bytes, packets, bytesOut, packetsOut } = this.flows.numbers;
    const all = { Flows: 0, Packets: 0, Bytes: 0, BytesOut: 0, BytesBack: 0, PacketsOut: 0, PacketsBack: 0 };
    for (let row = 0; row < this.rows; row++) {
      if (this.fails[row] !== 0) continue;
      all.Flows++;
      all.Packets += packets[row];
      all.Bytes += bytes[row];
      all.BytesOut += bytesOut[row];
      all.PacketsOut += packetsOut[row];
    }
    all.BytesBack = all.Bytes - all.BytesOut;
    all.PacketsBack = all.Packets - all.PacketsOut;
    return all;
  }

  // The figures of the groups of a facet, the greatest by a measure first.
  count(id, measure, most, own = false) {
    const facet = this.facets.get(id);
    const sums = this.sums(facet, own ? ~0 : ~this.bit(id));
    const entry = (group) => {
      const key = facet.words[group];
      const figures = { Bytes: sums.Bytes[group], Packets: sums.Packets[group], Flows: sums.Flows[group] };
      return { Key: key, Name: facet.named ? this.flows.names[key] : undefined, ...figures };
    };
    const groups = sums.Flows.reduce((n, flows) => n + (flows > 0 ? 1 : 0), 0);
    return { Entries: greatest(sums[measure], sums.Flows, most).map(entry), Groups: groups, Total: sums.total };
  }

  sums(facet, mask) {
    const total = { Bytes: 0, Packets: 0, Flows: 0 }; // of flows with a group, each once
    const sums = { Bytes: zeros(facet), Packets: zeros(facet), Flows: zeros(facet), total };
    const { bytes, packets } = this.flows.numbers;
    const add = (group, row) => {
      sums.Bytes[group] += bytes[row];
      sums.Packets[group] += packets[row];
      sums.Flows[group]++;
    };
    const [first, second] = facet.columns;
    for (let row = 0; row < this.rows; row++) {
      if ((this.fails[row] & mask) !== 0) continue;
      if (first[row] === 0 && !second?.[row]) continue;
      total.Bytes += bytes[row];
      total.Packets += packets[row];
      total.Flows++;
      if (facet.list) for (const group of facet.expand(first[row])) add(group, row);
      else if (first[row] !== 0) add(first[row], row);
      if (second && second[row] !== 0 && second[row] !== first[row]) add(second[row], row);
    }
    return sums;
  }

  countSizes(classes) {
    const mask = ~this.bit("size");
    return classes.map((size, i) => {
      const column = this.flows.numbers["size" + i];
      const all = { Name: size.Name, Packets: 0, Flows: 0 };
      for (let row = 0; row < this.rows; row++) {
        if ((this.fails[row] & mask) !== 0 || column[row] === 0) continue;
        all.Packets += column[row];
        all.Flows++;
      }
      return all;
    });
  }

  // Bytes by bin of the n greatest applications and of the rest, as timeline.go counts them.
  timeline(width, first, length, base, n) {
    const facet = this.facets.get("application");
    const mask = ~this.bit("time");
    const { Bytes } = this.sums(facet, mask);
    const shown = [...Bytes.keys()].filter((group) => Bytes[group] > 0).sort((a, b) => Bytes[b] - Bytes[a]).slice(0, n);
    const place = new Int32Array(Bytes.length).fill(shown.length);
    shown.forEach((group, i) => (place[group] = i));
    const bins = Array.from({ length: shown.length + 1 }, () => new Float64Array(length));
    const { start, duration, bytes } = this.flows.numbers;
    for (let row = 0; row < this.rows; row++) {
      if ((this.fails[row] & mask) !== 0) continue;
      spread(start[row] + base, duration[row], bytes[row], width, first, bins[place[facet.columns[0][row]]]);
    }
    return bins.map((list, i) => ({ Key: i < shown.length ? facet.words[shown[i]] : "", Bins: list }));
  }

  // The passing rows in order of a column.
  sorted(values, descending) {
    const sign = descending ? -1 : 1;
    return this.passingList().sort((a, b) => sign * (values[a] - values[b]) || a - b);
  }
}

// The places of the greatest values where there are flows, of equal ones the first, greatest first.
export function greatest(values, flows, most) {
  const least = Float64Array.from(values).sort().at(-most) ?? 0;
  const above = [];
  const equal = [];
  for (let i = 0; i < values.length; i++) {
    if (flows[i] === 0) continue;
    if (values[i] > least) above.push(i);
    else if (values[i] === least && equal.length < most) equal.push(i);
  }
  return above.concat(equal).slice(0, most).sort((a, b) => values[b] - values[a] || a - b);
}

const zeros = (facet) => new Float64Array(facet.words.length);

// The groups of a facet: a list of several in one text has groups of its own.
function groupsOf(facet, flows) {
  const columns = facet.Columns.map((name) => flows.texts[name].ids);
  const { words } = flows.texts[facet.Columns[0]];
  if (!facet.List) return { columns, words, texts: words, named: facet.ID === "host", list: false, expand: (id) => (id === 0 ? [] : [id]) };
  const groups = new Map();
  const lists = words.map((text) =>
    (text === "" ? [] : text.split(facet.List)).map((word) => {
      if (!groups.has(word)) groups.set(word, groups.size);
      return groups.get(word);
    }),
  );
  return { columns, words: [...groups.keys()], texts: words, list: true, expand: (id) => lists[id] };
}

// Adds the bytes of a flow to bins: see spread in timeline.go, which has the same arithmetic.
export function spread(start, duration, bytes, width, first, bins) {
  const last = start + duration;
  let done = 0;
  for (let bin = Math.floor(start / width); ; bin++) {
    const end = (bin + 1) * width;
    if (end > last) {
      bins[bin - first] += bytes - done;
      return;
    }
    const upTo = Math.floor(bytes * ((end - start) / duration));
    bins[bin - first] += upTo - done;
    done = upTo;
  }
}
