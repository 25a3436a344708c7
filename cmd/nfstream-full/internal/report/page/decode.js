// What the page holds: a summary of all flows, and the flows by column.

// LEB128 numbers of a column, as float64, which hold integers up to 2^53.
export function readNumbers(bytes, rows, delta) {
  const numbers = new Float64Array(rows);
  let at = 0;
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    before = delta ? before + value : value;
    numbers[row] = before;
  }
  return numbers;
}

// The layout is that of columns.go: length of the head, head, columns.
export function readBlob(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const flows = { rows: head.Rows, numbers: {}, texts: {}, names: head.Names };
  let at = 4 + length;
  for (const column of head.Columns) {
    const numbers = readNumbers(new Uint8Array(buffer, at, column.Bytes), head.Rows, column.Delta);
    at += column.Bytes;
    if (column.Dictionary) {
      flows.texts[column.Name] = { ids: Uint32Array.from(numbers), words: head.Dictionaries[column.Dictionary] };
    } else {
      flows.numbers[column.Name] = numbers;
    }
  }
  flows.numbers.bytes = flows.numbers.bytesOut.map((n, row) => n + flows.numbers.bytesBack[row]);
  flows.numbers.packets = flows.numbers.packetsOut.map((n, row) => n + flows.numbers.packetsBack[row]);
  return flows;
}

export async function readFlows(base64) {
  const packed = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return readBlob(await new Response(stream).arrayBuffer());
}
