"""Parquet has the columns and rows of the CSV tables, with their types."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from itertools import chain

import pyarrow as pa
import pytest
from markup import five_reports
from pyarrow import parquet as pq
from small_dataset import CHENGZHONG, small_dataset

from graph.publish import parquet
from graph.publish.exports import export
from graph.store.read_model import ReadModel

TABLES = ("entities", "statements", "evidence")


def written(model: ReadModel, format: str) -> bytes:
    out = io.BytesIO()
    export(model, format, out)
    return out.getvalue()


def table(format: str, model: ReadModel | None = None) -> pa.Table:
    content = written(model or ReadModel.of(small_dataset()), f"{format}-parquet")
    return pq.read_table(io.BytesIO(content))


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value)


def alike(text: str, value: object) -> bool:
    return float(text) == value if isinstance(value, float) else text == as_text(value)


@pytest.mark.parametrize("format", TABLES)
def test_parquet_says_what_csv_says(format: str) -> None:
    model = five_reports()[1].read_model()
    rows = list(csv.DictReader(io.StringIO(written(model, format).decode(), newline="")))
    found = table(format, model)
    assert found.column_names == list(rows[0])
    assert found.num_rows == len(rows)
    for row, typed in zip(rows, found.to_pylist(), strict=True):
        for name, text in row.items():
            assert alike(text, typed[name]), (name, text, typed[name])


def test_columns_have_the_types_of_their_properties() -> None:
    kinds = {field.name: field.type for t in TABLES for field in table(t).schema}
    assert kinds["variants"] == pa.list_(pa.string())
    assert kinds["latitude"] == kinds["value"] == kinds["rule_precision"] == pa.float64()
    assert kinds["year"] == kinds["start"] == kinds["statements"] == pa.int64()
    assert kinds["holds"] == kinds["former"] == pa.bool_()
    assert pa.types.is_dictionary(kinds["relation"])
    assert kinds["date"] == kinds["quote"] == pa.string()


def test_what_is_missing_is_null_and_not_empty() -> None:
    (row,) = (row for row in table("entities").to_pylist() if row["iri"] == CHENGZHONG)
    assert (row["latitude"], row["variants"], row["genre"]) == (24.33, ["我区"], None)


def test_rows_are_written_in_groups_and_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 5)
    content = written(ReadModel.of(small_dataset()), "entities-parquet")
    about = pq.ParquetFile(io.BytesIO(content)).metadata
    assert [about.row_group(n).num_rows for n in range(about.num_row_groups)] == [5, 5, 2]
    assert about.row_group(0).column(0).compression == "ZSTD"
    assert pq.read_table(io.BytesIO(content)).equals(table("entities"))


def test_a_number_that_is_none_is_null() -> None:
    values = [["约十件"], [""], ["17"]]
    found = chain.from_iterable(
        [parquet._typed(row, 0, kind) for row in values] for kind in ("integer", "number")
    )
    assert list(found) == [None, None, 17, None, None, 17.0]


def test_the_command_line_does_without_pyarrow_until_it_is_needed() -> None:
    script = "import sys, graph.commands.publish; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
