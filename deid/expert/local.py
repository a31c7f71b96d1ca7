"""Local recoding: each class gets the labels that it needs, and no record is left out.

All nodes of the lattice are gone through, the least lossy first. At each, the classes of the records that are still
open are looked at; those that fulfil the models are published with that node's labels and closed. What is left when all
nodes are through joins the published class that loses least by it. The result is good, not proven: local recoding is
NP-hard already for k-anonymity (Meyerson and Williams 2004). It is never worse than the full-domain result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from deid.errors import UsageError
from deid.expert.anonymize import HierarchySource, anonymize
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Table
from deid.expert.hierarchy import Hierarchy
from deid.expert.models.base import PrivacyModel
from deid.expert.problem import Problem
from deid.expert.publishing import published
from deid.expert.recoding import Recoding
from deid.expert.settling import overlapping

# Beyond that many nodes what is open is left to the last step.
MOST_NODES = 50_000


@dataclass(frozen=True)
class LocallyRecoded:
    """A published table whose classes have labels of different levels.

    Attributes:
        data: all records, in their order; quasi-identifiers generalised class by class.
        loss: the mean share of each hierarchy that a cell covers, as for full-domain generalisation.
        nodes_checked: nodes at which open records were looked at.
        risk: measured on `data`.
    """

    data: pd.DataFrame
    loss: float
    nodes_checked: int
    risk: Risk


def recode_locally(
    data: pd.DataFrame | Table,
    hierarchies: Mapping[str, HierarchySource],
    models: Sequence[PrivacyModel],
    max_nodes: int = MOST_NODES,
) -> LocallyRecoded:
    """Generalise class by class, without suppression.

    Args:
        data: the table, one row a record.
        hierarchies: as for `anonymize`.
        models: all of them hold for every class. Models of single classes only, over records.
        max_nodes: look at no more nodes than these, the least lossy ones.

    Raises:
        UsageError: as for `anonymize`; or a model that looks at more than single classes, or at a population.
    """
    sensitive = {model.attribute for model in models if model.attribute}
    chosen = {name: Hierarchy.of(given) for name, given in hierarchies.items() if name not in sensitive}
    if any(model.turn > 2 or model.people is not None for model in models) or overlapping(models, len(chosen)):
        raise UsageError("local recoding takes models of single classes: k-anonymity, l-diversity, t-closeness and kin")
    problem = Problem.of(Table.of(data, [*chosen, *sorted(sensitive)]), chosen, models, 0.0)
    recoding = Recoding(problem)
    nodes = recoding.publish(max_nodes)
    recoded = _result(data, problem, recoding, nodes) if recoding.join() else None
    try:
        # Every class of a full-domain generalisation is one here, too: the result is never worse than that.
        whole = anonymize(data, chosen, models, max_nodes=max_nodes)
    except UsageError:
        if recoded is None:
            raise
        return recoded
    if recoded is not None and recoded.loss <= whole.loss:
        return recoded
    return LocallyRecoded(whole.data, whole.loss, nodes + whole.nodes_checked, whole.risk)


def _result(data: pd.DataFrame | Table, problem: Problem, recoding: Recoding, nodes: int) -> LocallyRecoded:
    labels = dict(zip(problem.hierarchies, recoding.labels(), strict=True))
    columns = [codes for _, codes in labels.values()]
    keep = problem.records(columns, None).stays(problem.models)
    if not keep.all():
        raise AssertionError("a class of the result does not fulfil the models")
    return LocallyRecoded(published(data, labels, keep), recoding.loss(), nodes, measure_codes(columns))
