"""datasets.py FOLDER EXPECTED READER...: reads FOLDER's date=.../hour=.../*.parquet as one table with two more columns.

EXPECTED is JSON: "DATE HOUR" of each folder with its number of rows. The folder may also have the temporary file of a run
that was killed, which readers must ignore.
"""
import json, sys


def of_pyarrow(folder):
    import pyarrow.dataset as ds

    table = ds.dataset(folder, format="parquet", partitioning="hive").to_table()
    yield from zip(table["date"].to_pylist(), table["hour"].to_pylist(), table["src_ip"].to_pylist())


def of_pandas(folder):
    import pandas as pd

    frame = pd.read_parquet(folder)
    yield from zip(frame["date"], frame["hour"], frame["src_ip"])


def of_polars(folder):
    import polars as pl

    frame = pl.scan_parquet(folder + "/**/*.parquet", hive_partitioning=True).select("date", "hour", "src_ip").collect()
    yield from frame.iter_rows()


def of_duckdb(folder):
    import duckdb

    yield from duckdb.sql(f"select date, hour, src_ip from read_parquet('{folder}/**/*.parquet', hive_partitioning=true)").fetchall()


def of_chdb(folder):
    import chdb

    text = str(chdb.query(f"select date, hour, src_ip from file('{folder}/**/*.parquet', Parquet) settings use_hive_partitioning=1", "JSONCompactEachRow"))
    for line in text.splitlines():
        yield json.loads(line)


def of_spark(folder):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(folder)
    assert dict(frame.dtypes)["bidirectional_first_seen_ms"] == "timestamp"
    yield from ((r[0], r[1], r[2]) for r in frame.select("date", "hour", "src_ip").collect())


def main(folder, expected, readers):
    with open(expected, encoding="utf-8") as f:
        want = json.load(f)
    for reader in readers:
        got = {}
        for date, hour, src in globals()["of_" + reader](folder):
            assert src, src
            key = "%s %02d" % (str(date)[:10], int(hour))
            got[key] = got.get(key, 0) + 1
        assert got == want, f"{reader}: {got}, not {want}"
        print(f"{reader}: {sum(got.values())} rows of {len(got)} folders")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
