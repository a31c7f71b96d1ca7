"""A process of deid's own loads nothing unasked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_commands_run_without_pandas() -> None:
    used = "import pyarrow as pa\nimport pyarrow.compute as pc\npc.greater_equal(pa.array([1]), 0)"
    assert "pandas" not in loaded(f"from deid.lean import lean; lean()\nimport deid.pipeline\n{used}")


def test_a_whole_run_loads_no_pandas(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "visits.csv").write_text("mrn,visit_date\n4711,2020-01-02\n4712,2020-02-03\n")
    arguments = ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    code = f"from deid.starting import main\nsys.argv[1:] = {arguments}\ntry: main()\nexcept SystemExit: pass"
    assert "pandas" not in loaded(code)
    assert (tmp_path / "out" / "bagit.txt").exists()


def test_whoever_asks_for_pandas_gets_it() -> None:
    code = "from deid.lean import lean; lean()\nimport deid.arrow\nimport pandas\npandas.DataFrame({'a': [1]})"
    assert "pandas" in loaded(code)


def test_a_library_call_leaves_pyarrow_as_it_is() -> None:
    assert "pandas" in loaded("import deid.arrow\nimport pyarrow as pa\npa.table({'a': [1]}).to_pandas()")


def test_help_loads_neither_arrow_nor_dicom() -> None:
    code = "from deid.starting import main\nsys.argv[1:] = ['--help']\ntry: main()\nexcept SystemExit: pass"
    assert loaded(code).isdisjoint({"pandas", "pyarrow", "numpy", "pydicom"})
