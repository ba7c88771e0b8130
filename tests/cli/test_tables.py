"""Tables on disk are the same bytes for the same content, sorted, and carry their units."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.arm import columns_of, summed
from experiments.tables import FirmWriter, arrow_table, csv_bytes, parquet_bytes, write_parquet

LABELS = {"gdp": {"unit": "wan yuan", "en": "GDP", "zh": "地区生产总值"}}


def towns(order):
    quarter, town, gdp = np.array([8049, 8048, 8048, 8049]), np.array([0, 1, 0, 1]), np.array([3.0, 2.0, 1.0, 4.0])
    return {"quarter": quarter[order], "town": town[order], "gdp": gdp[order]}


def test_the_order_rows_came_in_does_not_change_a_byte():
    one = parquet_bytes(arrow_table("towns", towns([0, 1, 2, 3]), LABELS))
    other = parquet_bytes(arrow_table("towns", towns([3, 1, 0, 2]), LABELS))
    assert one == other


def test_rows_are_sorted_by_quarter_and_town_and_quarters_are_written_out(tmp_path):
    write_parquet(tmp_path / "t.parquet", arrow_table("towns", towns([0, 1, 2, 3]), LABELS))
    read = pq.read_table(tmp_path / "t.parquet")
    assert read["quarter"].to_pylist() == ["2012Q1", "2012Q1", "2012Q2", "2012Q2"]
    assert read["gdp"].to_pylist() == [1.0, 2.0, 3.0, 4.0]


def test_units_labels_and_schema_travel_inside_the_file_and_pandas_does_not(tmp_path):
    write_parquet(tmp_path / "t.parquet", arrow_table("towns", towns([0, 1, 2, 3]), LABELS))
    schema = pq.read_schema(tmp_path / "t.parquet")
    assert schema.field("gdp").metadata[b"unit"] == b"wan yuan"
    assert schema.field("gdp").metadata[b"zh"].decode() == "地区生产总值"
    assert schema.metadata[b"zhenxing.schema"] == b"1"
    assert b"pandas" not in schema.metadata
    assert str(schema.field("gdp").type) == "double"


def test_csv_numbers_read_back_equal_and_text_is_quoted():
    table = arrow_table("goals", {"year": [2017, 2016], "goal": ['a,"b', "c"], "value": [0.1 + 0.2, None]})
    lines = csv_bytes(table).decode("utf-8-sig").splitlines()
    assert lines == ["year,goal,value", "2016,c,", '2017,"a,""b",0.30000000000000004']


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        arrow_table("towns", {"quarter": [8048], "town": [0, 1]})


def test_postings_of_one_key_become_one_row():
    rows = [
        (8048, "a", "p", "r", "payment", 1.0),
        (8048, "a", "p", "r", "payment", 2.0),
        (8048, "a", "p", "r", "return", 4.0),
    ]
    columns = summed(columns_of(rows, ("quarter", "lever", "payer", "receiver", "kind", "amount")))
    assert columns["amount"] == [3.0, 4.0]
    assert columns["kind"] == ["payment", "return"]


def test_firms_are_written_quarter_by_quarter(tmp_path):
    writer = FirmWriter(tmp_path / "f.parquet", ("uid", "town", "sales"))
    for quarter, sales in ((8048, [1.0, 2.0]), (8049, [3.0, 4.0])):
        writer.add(quarter, {"uid": np.array([0, 1]), "town": np.array([0, 0]), "sales": np.array(sales)})
    writer.close()
    read = pq.read_table(tmp_path / "f.parquet")
    assert read.column_names == ["quarter", "uid", "town", "sales", "alive"]
    assert read["sales"].to_pylist() == [1.0, 2.0, 3.0, 4.0]
    assert pq.ParquetFile(tmp_path / "f.parquet").num_row_groups == 2
