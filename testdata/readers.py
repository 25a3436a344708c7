"""readers.py FOLDER: holds what pandas, polars and DuckDB read of FOLDER's *.csv and *.jsonl to what is in *.expected.

NAME.expected has a line of JSON for each column: its name and type as `nfstream columns --format json` lists them, and
its values, null for what was not observed. Each reader guesses types by itself, but that dates are looked for, and
that of JSON polars looks at every line, as a column may be null in many, and pandas at every digit.
"""
import glob, json, math, os, sys, warnings

import duckdb
import pandas as pd
import polars as pl

warnings.filterwarnings("ignore")
INTEGER, NUMBER, TEXT, TIME = "integer", "number", "text", "time"


def of_pandas(dtype):
    name = str(dtype)
    return INTEGER if "int" in name else NUMBER if "float" in name else TIME if "datetime" in name else TEXT


def of_polars(dtype):
    if dtype.is_integer():
        return INTEGER
    if dtype.is_float():
        return NUMBER
    return TEXT if dtype == pl.String else TIME if isinstance(dtype, pl.Datetime) else str(dtype)


def of_duckdb(name):
    names = {"BIGINT": INTEGER, "UBIGINT": INTEGER, "DOUBLE": NUMBER, "VARCHAR": TEXT}
    return TIME if name.startswith("TIMESTAMP") else names.get(name, name)


def read(path, times):
    """Yields (reader, {column: type}, {column: values})."""
    duck = lambda call: duckdb.sql(f"select * from {call}('{path}')")
    if path.endswith(".csv"):
        frame = pd.read_csv(path, parse_dates=times, keep_default_na=False, na_values=[""])
        polar = pl.read_csv(path, try_parse_dates=True, infer_schema_length=None)  # a column may begin with empty cells
        table = duck("read_csv")
    else:
        frame = pd.read_json(path, lines=True, dtype=False, convert_dates=False, precise_float=True)
        polar = pl.read_ndjson(path, infer_schema_length=None)
        table = duck("read_json")
    yield "pandas", {c: of_pandas(frame[c].dtype) for c in frame}, {c: frame[c].tolist() for c in frame}
    yield "polars", {c: of_polars(polar[c].dtype) for c in polar.columns}, polar.to_dict(as_series=False)
    rows = table.fetchall()
    yield "duckdb", dict(zip(table.columns, map(lambda t: of_duckdb(str(t)), table.types))), {
        c: [r[i] for r in rows] for i, c in enumerate(table.columns)}


def same(want, got, kind):
    missing = got is None or got == "" or isinstance(got, float) and math.isnan(got) or got is pd.NaT
    if want is None or want == "":
        return missing
    if kind == TIME and not isinstance(got, str):
        return True  # the type says that it was understood
    if isinstance(want, list):
        return want == (json.loads(got) if isinstance(got, str) else list(got))
    return want == got


def check(base, path):
    mistakes = []
    expected = [json.loads(line) for line in open(base + ".expected", encoding="utf-8")]
    times = [c["name"] for c in expected if c["type"] == TIME]
    for reader, types, values in read(path, times):
        for c in expected:
            name, kind = c["name"], c["type"]
            empty = all(v is None or v == "" for v in c["values"])
            want = {kind}
            if "list" in kind:
                want = {TEXT} if path.endswith(".csv") else {types[name]}
            if reader == "pandas" and kind == INTEGER and None in c["values"]:
                want.add(NUMBER)  # its integers have no word for a missing one unless it is told to
            if path.endswith(".jsonl") and kind == TIME:
                want.add(TEXT)
            if not empty and types[name] not in want:  # nobody can tell the type of a column without values
                mistakes.append(f"{os.path.basename(path)}: {reader} takes {name} ({kind}) for {types[name]}: {c['values'][:3]}")
            for i, (w, g) in enumerate(zip(c["values"], values[name], strict=True)):
                if not same(w, g, kind):
                    mistakes.append(f"{os.path.basename(path)}: {reader} reads {name} of row {i} as {g!r}, want {w!r}")
                    break
    return mistakes


mistakes, files = [], 0
for base in sorted(p.removesuffix(".expected") for p in glob.glob(os.path.join(sys.argv[1], "*.expected"))):
    for path in (base + ".csv", base + ".jsonl"):
        mistakes += check(base, path)
        files += 1
print("\n".join(mistakes) or f"{files} files are read as they are meant")
sys.exit(bool(mistakes) or not files)
