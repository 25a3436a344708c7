import { element } from "./bars.js";
import { bytes, count, duration, time } from "./format.js";

// All that the page knows of one flow. Values that group flows are buttons that filter by them.

const texts = [
  ["source", "Source", "host"],
  ["destination", "Destination", "host"],
  ["service", "Destination port", "service"],
  ["application", "Application", "application"],
  ["category", "Category", "category"],
  ["server", "Server name", "server"],
  ["outcome", "Outcome", "outcome"],
  ["ending", "Exported because of"],
  ["tlsVersion", "TLS version", "tlsVersion"],
  ["tlsCipher", "TLS cipher", "tlsCipher"],
  ["ja4", "JA4", "ja4"],
  ["agent", "User agent"],
  ["sourceCountry", "Country of the source", "country"],
  ["destinationCountry", "Country of the destination", "country"],
  ["system", "Autonomous system", "system"],
];

export function detailsOf(table, row) {
  const list = element("dl");
  const add = (title, ...value) => list.append(element("div", {}, element("dt", {}, title), element("dd", {}, ...value)));
  const { start, duration: lasting, packetsOut, packetsBack, bytesOut, bytesBack } = table.numbers;
  const from = table.base + start[row];
  add("First packet", `${time(from, 6)} UTC`);
  add("Last packet", `${time(from + lasting[row], 6)} UTC (${duration(lasting[row])})`);
  add("Sent", `${exactBytes(bytesOut[row])} in ${count(packetsOut[row])} packets`);
  add("Received", `${exactBytes(bytesBack[row])} in ${count(packetsBack[row])} packets`);
  for (const [name, title, facet] of texts) {
    const value = table.texts[name] && table.text(name, row);
    if (value) add(title, ...linked(table, facet, value));
  }
  const risks = table.text("risks", row);
  if (risks) add("Risks", ...risks.split(";").flatMap((risk) => [...linked(table, "risk", risk), " "]));
  return list;
}

const exactBytes = (n) => (n < 1000 ? bytes(n) : `${bytes(n)} (${count(n)} bytes)`);

function linked(table, facet, value) {
  const name = facet === "host" && table.names[value];
  const text = element("bdi", {}, value);
  if (!facet) return [text];
  const button = element("button", { type: "button", className: "value-filter", title: "Filter by this value" }, text);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    table.toggle(facet, value);
  });
  return name ? [button, element("bdi", { className: "soft" }, " " + name)] : [button];
}
