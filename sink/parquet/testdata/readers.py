"""readers.py FOLDER READER...: compares what READERs read of FOLDER's *.parquet with the CSV files of the same flows.

NAME.json has the columns in order: name, kind (int, time, millis, float, text, ints, floats, texts), type (such as
uint16, or the unit of times), and of texts their elements, null for a value that is absent. The CSV has empty cells
there. Readers are compared in types and in every value.
"""
import csv, datetime, decimal, glob, json, math, sys

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


def wanted(cell, kind, unit):
    """The value of a CSV cell."""
    if cell == "":
        return None
    if kind == "int":
        return int(cell)
    if kind == "time":
        if ":" in cell:  # RFC 3339, with nine digits after the point or none
            whole, _, rest = cell.replace(" ", "T").rstrip("Z").partition(".")
            at = datetime.datetime.fromisoformat(whole).replace(tzinfo=UTC) - EPOCH
            ns = (at.days * 86400 + at.seconds) * 10**9 + int((rest + "0" * 9)[:9])
        elif "." in cell:
            ns = int(decimal.Decimal(cell) * 10**6)
        else:
            ns = int(cell)
        return ns if unit == "ns" else ns // 1000
    if kind in ("millis", "float"):
        return float(cell)
    if kind in ("ints", "floats"):
        return json.loads(cell)
    return cell


def micros(t):
    if t.tzinfo is None:
        t = t.replace(tzinfo=UTC)
    d = t - EPOCH
    return (d.days * 86400 + d.seconds) * 10**6 + d.microseconds


def of_pyarrow(path, columns):
    import pyarrow as pa, pyarrow.parquet as pq

    table = pq.read_table(path)
    for c in columns:
        column = table[c["name"]]
        if c["kind"] == "time":
            column = column.cast(pa.int64())
        yield str(table.schema.field(c["name"]).type), column.to_pylist()


PYARROW = {"time": "timestamp[%s, tz=UTC]", "millis": "double", "float": "double", "text": "string",
           "ints": "list<element: %s not null>", "floats": "list<element: double not null>", "texts": "list<element: string not null>"}


def of_pandas(path, columns):
    import pandas as pd

    frame = pd.read_parquet(path)
    for c in columns:
        column = frame[c["name"]]
        kind = str(column.dtype)
        if c["kind"] == "time":
            numbers = column.astype("int64").tolist()
            values = [None if absent else n for n, absent in zip(numbers, column.isna())]
        else:
            values = [None if v is None or v is pd.NA or isinstance(v, float) and math.isnan(v) else v for v in column.tolist()]
        if c["kind"] == "int":  # whole numbers become floats beside absent ones
            assert kind == c["type"] or kind == "float64" and None in values, kind
            kind = c["type"]
            values = [None if v is None else int(v) for v in values]
        yield kind, values


PANDAS = {"time": "datetime64[%s, UTC]", "millis": "float64", "float": "float64", "text": "str",
          "ints": "object", "floats": "object", "texts": "object"}


def of_polars(path, columns):
    import polars as pl

    frame = pl.read_parquet(path)
    for c in columns:
        column = frame[c["name"]]
        kind = str(column.dtype).replace(" ", "")
        if c["kind"] == "time":
            column = column.cast(pl.Int64)
        yield kind, column.to_list()


POLARS = {"time": "Datetime(time_unit='%s',time_zone='UTC')", "millis": "Float64", "float": "Float64", "text": "String",
          "ints": "List(%s)", "floats": "List(Float64)", "texts": "List(String)"}


def of_duckdb(path, columns):
    import duckdb

    db = duckdb.connect()
    db.sql("set timezone='UTC'")
    for c in columns:
        name = '"%s"' % c["name"]
        value = name
        if c["kind"] == "time":
            value = ("epoch_ns(%s)" if c["type"] == "ns" else "epoch_us(%s)") % name
        rows = db.sql(f"select {value}, typeof({name}) from '{path}'").fetchall()
        yield rows[0][1], [r[0] for r in rows]


DUCKDB = {"time": {"us": "TIMESTAMP WITH TIME ZONE", "ns": "TIMESTAMPTZ_NS"}, "millis": "DOUBLE", "float": "DOUBLE",
          "text": "VARCHAR", "ints": "%s[]", "floats": "DOUBLE[]", "texts": "VARCHAR[]"}
DUCKDB_INT = {"int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT",
              "uint8": "UTINYINT", "uint16": "USMALLINT", "uint32": "UINTEGER"}


def of_chdb(path, columns):
    import chdb

    def query(what):
        return str(chdb.query(f"select {what} from file('{path}', Parquet) "
                              "settings output_format_json_quote_64bit_integers=0", "JSONCompactColumns"))

    for c in columns:
        name = "`%s`" % c["name"]
        value = name
        if c["kind"] == "time":
            value = ("toUnixTimestamp64Nano(%s)" if c["type"] == "ns" else "toUnixTimestamp64Micro(%s)") % name
        values, kinds = json.loads(query(f"{value}, toTypeName({name})"))
        kind = kinds[0]
        if c["kind"] in ("ints", "floats", "texts"):  # there is no absent array
            values = [v or None for v in values]
        yield kind, values


CHDB = {"time": {"us": "Nullable(DateTime64(6, 'UTC'))", "ns": "Nullable(DateTime64(9, 'UTC'))"},
        "millis": "Nullable(Float64)", "float": "Nullable(Float64)", "text": "Nullable(String)",
        "ints": "Array(%s)", "floats": "Array(Float64)", "texts": "Array(String)"}


def of_spark(path, columns):
    spark = session()
    frame = spark.read.parquet(path)
    kinds = dict(frame.dtypes)
    select = []
    for c in columns:
        name = "`%s`" % c["name"]
        select.append(f"unix_micros({name})" if c["kind"] == "time" and kinds[c["name"]] == "timestamp" else name)
    rows = frame.selectExpr(*select).collect()
    for i, c in enumerate(columns):
        yield kinds[c["name"]], [r[i] for r in rows]


def session():
    import os
    from pyspark.sql import SparkSession

    # The test's own files; nanoseconds are read as integers, since Spark has no time that holds them.
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
    spark = builder.config("spark.sql.session.timeZone", "UTC").config("spark.sql.legacy.parquet.nanosAsLong", "true").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


SPARK = {"time": {"us": "timestamp", "ns": "bigint"}, "millis": "double", "float": "double", "text": "string",
         "ints": "array<%s>", "floats": "array<double>", "texts": "array<string>"}
SPARK_INT = {"int8": "tinyint", "int16": "smallint", "int32": "int", "int64": "bigint",
             "uint8": "smallint", "uint16": "int", "uint32": "bigint"}

READERS = {
    "pyarrow": (of_pyarrow, PYARROW, lambda t: t), "pandas": (of_pandas, PANDAS, lambda t: t),
    "polars": (of_polars, POLARS, lambda t: t.replace("uint", "UInt").replace("int", "Int")),
    "duckdb": (of_duckdb, DUCKDB, DUCKDB_INT.get), "spark": (of_spark, SPARK, SPARK_INT.get),
    "chdb": (of_chdb, CHDB, lambda t: t.replace("uint", "UInt").replace("int", "Int")),
}


def expected_type(c, types, integer):
    if c["kind"] == "int":
        name = integer(c["type"])
        return "Nullable(%s)" % name if types is CHDB else name
    t = types[c["kind"]]
    if isinstance(t, dict):
        return t[c["type"]]
    if "%s" in t:
        return t % (c["type"] if c["kind"] == "time" else integer(c["type"]))
    return t


def same(want, got):
    if want is None or got is None:
        return want is got
    if isinstance(want, list):
        return list(got) == want
    return got == want


def main(folder, readers):
    for path in sorted(glob.glob(folder + "/*.parquet")):
        columns = [json.loads(line) for line in open(path.replace(".parquet", ".json"), encoding="utf-8")]
        with open(path.replace(".parquet", ".csv"), newline="", encoding="utf-8") as f:
            rows = list(csv.reader(f))
        assert rows[0] == [c["name"] for c in columns], "header"
        order = sorted(range(1, len(rows)), key=lambda i: sort_key(rows[i], columns))
        cells = list(zip(*(rows[i] for i in order)))
        for reader in readers:
            read, types, integer = READERS[reader]
            values = 0
            for c, column, (kind, got) in zip(columns, cells, read(path, columns), strict=True):
                want = [wanted(cell, c["kind"], c["type"]) for cell in column]
                if c["kind"] == "texts":
                    lists = [c["texts"][i - 1] for i in order]
                    for joined, elements in zip(want, lists):
                        check_joined(c["name"], joined, elements)
                    want = lists
                if reader == "chdb" and c["kind"] in ("ints", "floats", "texts"):
                    want = [v or None for v in want]
                assert kind == expected_type(c, types, integer), f"{path} {reader} {c['name']}: {kind}, not {expected_type(c, types, integer)}"
                assert len(want) == len(got), f"{path} {reader}: {len(got)} rows"
                for row, (w, g) in enumerate(zip(want, got)):
                    assert same(w, g), f"{path} {reader} {c['name']} row {row}: {g!r}, not {w!r}"
                values += len(got)
            print(f"{path.rsplit('/', 1)[1]}: {reader} reads {len(order)} rows of {len(columns)} columns, {values} values as in the CSV")


def check_joined(name, joined, elements):
    if elements is None:
        assert joined is None, name
        return
    plain = "".join(e for e in (joined or "") if e not in ",; ")
    assert plain == "".join(x for e in elements for x in e if x not in ",; "), f"{name}: {joined!r} {elements!r}"


def sort_key(row, columns):
    for i, c in enumerate(columns):
        if c["name"] == "bidirectional_first_seen_ms" and c["kind"] in ("time", "int"):
            return wanted(row[i], c["kind"], c["type"])
    return 0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
