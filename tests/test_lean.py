"""A process of deid's own loads nothing unasked."""

from __future__ import annotations

import subprocess
import sys


def loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_commands_run_without_pandas() -> None:
    assert "pandas" not in loaded("from deid.lean import lean; lean()\nimport deid.pipeline")


def test_whoever_asks_for_pandas_gets_it() -> None:
    code = "from deid.lean import lean; lean()\nimport deid.arrow\nimport pandas\npandas.DataFrame({'a': [1]})"
    assert "pandas" in loaded(code)


def test_a_library_call_leaves_pyarrow_as_it_is() -> None:
    assert "pandas" in loaded("import deid.arrow\nimport pyarrow as pa\npa.table({'a': [1]}).to_pandas()")


def test_help_loads_neither_arrow_nor_dicom() -> None:
    code = "from deid.starting import main\nsys.argv[1:] = ['--help']\ntry: main()\nexcept SystemExit: pass"
    assert loaded(code).isdisjoint({"pandas", "pyarrow", "numpy", "pydicom"})
