"""readers.py FOLDER: holds what programs read of FOLDER's *.arrows (streams) and *.arrow (files) to *.expected.

NAME.expected has a line of JSON for each column: its name, its type in a stream and in a file, and its values: null for
what was not observed, times in nanoseconds or seconds since 1970.
"""
import glob, json, os, sys
from datetime import datetime, timezone

import datafusion
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.ipc

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
NANOS, SECONDS = "timestamp[ns, tz=UTC]", "timestamp[s, tz=UTC]"
POLARS = {"uint8": pl.UInt8, "uint16": pl.UInt16, "uint32": pl.UInt32, "int8": pl.Int8, "int32": pl.Int32, "int64": pl.Int64,
          "double": pl.Float64, "string": pl.String}
DUCKDB = {NANOS: "TIMESTAMPTZ_NS", SECONDS: "TIMESTAMP WITH TIME ZONE", "uint8": "UTINYINT", "uint16": "USMALLINT", "uint32": "UINTEGER", "int8": "TINYINT", "int32": "INTEGER",
          "int64": "BIGINT", "double": "DOUBLE", "string": "VARCHAR"}


def plain(table):
    """The values of a pyarrow table, times as integers."""
    columns = {}
    for name in table.column_names:
        c = table[name]
        if pa.types.is_timestamp(c.type):
            c = c.cast(pa.int64())
        columns[name] = c.to_pylist()
    return columns


def fail(reader, name, *what):
    sys.exit(f"{reader}: {name}: " + " ".join(map(str, what)))


def compare(reader, got, expected):
    if list(got) != [e["name"] for e in expected]:
        fail(reader, "columns", list(got))
    for e in expected:
        if got[e["name"]] != e["values"]:
            for row, (want, value) in enumerate(zip(e["values"], got[e["name"]])):
                if want != value:
                    fail(reader, e["name"], "row", row, repr(value), "want", repr(want))
            fail(reader, e["name"], "has", len(got[e["name"]]), "rows, want", len(e["values"]))


def element(kind):
    return kind.removeprefix("list<item: ").removesuffix(">") if kind.startswith("list") else None


def check_arrow(reader, table, expected, kind):
    for e in expected:
        if str(table.schema.field(e["name"]).type) != e[kind]:
            fail(reader, e["name"], table.schema.field(e["name"]).type, "want", e[kind])
    compare(reader, plain(table), expected)


def check_polars(reader, frame, expected, kind):
    for e in expected:
        k, dtype = e[kind], frame.schema[e["name"]]
        if k.startswith("timestamp"):
            want = isinstance(dtype, pl.Datetime) and dtype.time_zone == "UTC"
        elif k.startswith("dictionary"):
            want = dtype == pl.Categorical
        elif element(k):
            want = dtype == pl.List(POLARS[element(k)])
        else:
            want = dtype == POLARS[k]
        if not want:
            fail(reader, e["name"], dtype, "want", k)
    got = {}
    for e in expected:
        c = frame[e["name"]]
        if e[kind] == NANOS:
            c = c.dt.timestamp("ns")
        elif e[kind] == SECONDS:
            c = c.dt.epoch("s")
        elif e[kind].startswith("dictionary"):
            c = c.cast(pl.String)
        got[e["name"]] = c.to_list()
    compare(reader, got, expected)


def check_pandas(reader, frame, expected, kind):
    got = {}
    for e in expected:
        c, k = frame[e["name"]], e[kind]
        kinds = {"double": "float64", NANOS: "datetime64[ns, UTC]", SECONDS: "datetime64[s, UTC]"}
        whole = k if None not in e["values"] else "float64"
        want = kinds.get(k, "category" if k.startswith("dictionary") else "object" if element(k) else whole if "int" in k else "str")
        if str(c.dtype) != want and not (want == "str" and str(c.dtype) == "object"):
            fail(reader, e["name"], c.dtype, "want", want)
        missing = c.isna()
        if k.startswith("timestamp"):
            c = c.dt.as_unit("ns" if k == NANOS else "s").astype("int64")
        got[e["name"]] = [None if m else list(v) if element(k) else v for v, m in zip(c.tolist(), missing)]
    compare(reader, got, expected)


def check_duckdb(reader, flows, expected, kind):
    result = duckdb.sql("select * from flows")
    for name, dtype, e in zip(result.columns, map(str, result.types), expected):
        k = e[kind]
        of = element(k)
        want = DUCKDB[of] + "[]" if of else DUCKDB.get(k, "VARCHAR")
        if dtype != want and not dtype.startswith("ENUM"):
            fail(reader, name, dtype, "want", want)
    calls = {NANOS: 'epoch_ns("{}")', SECONDS: 'epoch_us("{}") // 1000000'}
    rows = duckdb.sql("select " + ", ".join(calls.get(e[kind], '"{}"').format(e["name"]) for e in expected) + " from flows").fetchall()
    compare(reader, {n: [r[i] for r in rows] for i, n in enumerate(result.columns)}, expected)


def check_datafusion(reader, batches, expected, kind):
    context = datafusion.SessionContext()
    context.register_record_batches("flows", [batches])
    table = pa.table(context.sql("select * from flows"))
    compare(reader, plain(table), expected)


def check(base):
    with open(base + ".expected") as lines:
        expected = [json.loads(line) for line in lines]
    stream, file = base + ".arrows", base + ".arrow"
    with pa.ipc.open_stream(stream) as r:
        table = r.read_all()
    with pa.ipc.open_file(file) as r:
        filed = r.read_all()
    for kind, t in ("stream", table), ("file", filed):
        check_arrow("pyarrow, " + kind, t, expected, kind)
        check_pandas("pandas, " + kind, t.to_pandas(), expected, kind)
        check_duckdb("duckdb, " + kind, t, expected, kind)
        check_datafusion("datafusion, " + kind, t.to_batches(), expected, kind)
    check_pandas("pandas, read_feather", pd.read_feather(file), expected, "file")
    check_polars("polars, stream", pl.read_ipc_stream(stream), expected, "stream")
    check_polars("polars, file", pl.read_ipc(file), expected, "file")
    check_polars("polars, scan", pl.scan_ipc(file).collect(), expected, "file")
    about = table.schema.metadata
    assert about[b"nfstream.schema"] == b"1", about
    assert table.schema.field("id").metadata[b"doc"], "the documentation of columns"
    print(os.path.basename(base), len(expected), "columns,", table.num_rows, "rows,", table["id"].num_chunks, "batches")


print("pyarrow", pa.__version__, "pandas", pd.__version__, "polars", pl.__version__, "duckdb", duckdb.__version__,
      "datafusion", datafusion.__version__)
names = sorted(p.removesuffix(".expected") for p in glob.glob(os.path.join(sys.argv[1], "*.expected")))
assert names, "nothing to compare"
for name in names:
    check(name)
