"""What codes are when the column's name says whose they are; most of these shapes tell nothing alone."""

from __future__ import annotations

from collections.abc import Callable

from deid.safe_harbor import codes, contents


def _is_concept(cell: str) -> bool:
    digits = contents.whole_digits(cell)
    return 0 < len(digits) <= 8 or (len(digits) == 10 and digits.startswith("2000"))


def is_ndc(cell: str) -> bool:
    """An NDC with its dashes or as eleven digits, of which a spreadsheet may have lost the zeros in front."""
    if cell == "0" or (cell.isdigit() and 6 < len(cell) < 11):
        return True
    return bool(codes.share_of([cell], "NDC")) and cell.count("-") in (0, 2)


def _is_of(*systems: str) -> Callable[[str], bool]:
    return lambda cell: any(codes.share_of([cell], system) for system in systems) and not contents.is_bare_id(cell)


def _is_procedure(cell: str) -> bool:
    if len(cell) <= 2 or not _PROCEDURES(cell):
        return len(cell) <= 2
    return len(cell) <= 5 or sum(c.isalpha() for c in cell) >= 2 or codes.is_snomed_ct(cell)


_PROCEDURES = _is_of("CPT", "HCPCS", "ICD-10-PCS", "ICD-9-CM", "SNOMED CT", "RxNorm")
CODES_BY_NAME: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("concept_id_",), _is_concept),
    (("_ndc_", "_national_drug_", "_prod_srvc_"), is_ndc),
    (("_rxnorm_", "_rx_norm_", "_rxcui_", "_rx_cui_"), _is_of("RxNorm")),
    (("_rx_",), is_ndc),
    (("_cpt_", "_pcs_", "_hcpcs_"), _is_procedure),
    (
        ("_icd_", "_dx_", "_diag_", "_diagnosis_", "_dgns_"),
        _is_of("ICD-10-CM", "ICD-9-CM", "SNOMED CT", "place of service"),
    ),
    (("_drg_", "_cvx_", "_hcc_", "_revenue_", "_rev_"), lambda cell: len(cell) <= 4 and not cell.isalpha()),
    (("_gpi_",), _is_of("GPI")),
    (("_taxonomy_",), _is_of("provider taxonomy")),
)
"""What codes are when the name says whose; most of these shapes tell nothing alone."""
