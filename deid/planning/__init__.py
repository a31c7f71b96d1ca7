"""Profile x survey = plan: what is in an export, and what shall happen to each field of it, with the reason."""

from __future__ import annotations

from deid.planning.deciding import plan_of
from deid.planning.plan import FieldPlan, Plan, TablePlan, load
from deid.planning.survey import ColumnLook, Survey, TableLook

__all__ = ["ColumnLook", "FieldPlan", "Plan", "Survey", "TableLook", "TablePlan", "load", "plan_of"]
