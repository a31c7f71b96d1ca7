"""Long repetitions in a text, searched once: what stands in them again and again has the same findings each time.

Logs, padding and hostile input repeat a fragment for megabytes. A few rounds of it are searched; where the findings
of one stretch recur shifted in the next, they recur in all the others. Where they do not, everything is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from deid.identifiers import Finding

_SHORTEST = 20_000
_LONGEST_PERIOD, _STEP, _PROBE = 2_000, 8_192, 48
_TRIES = (4_000, 16_000, 64_000)
_PARTS, _MARGIN = 3, 5


@dataclass(frozen=True, slots=True)
class Repetition:
    """A stretch of a text that repeats itself.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        period: characters of one round.
    """

    start: int
    end: int
    period: int


def longest_repetition(text: str) -> Repetition | None:
    """The first stretch of at least 20,000 characters that repeats rounds of at most 2,000; ``None`` without one."""
    for start in range(0, len(text) - _SHORTEST + 1, _STEP):
        probe = text[start : start + _PROBE]
        again = text.find(probe, start + 1, start + _LONGEST_PERIOD + _PROBE)
        if again < 0:
            continue
        period = again - start
        end = _same_until(text, start, period)
        if end - start >= _SHORTEST:
            return Repetition(start, end, period)
    return None


def _same_until(text: str, start: int, period: int) -> int:
    """Where ``text[start:]`` stops to repeat itself with a period."""
    low, step = start, _STEP
    while step:
        here = text[low : low + step]
        if len(here) == step and text[low + period : low + period + step] == here:
            low += step
            step *= 2
        else:
            step //= 2
    return low + period


def find_once(text: str, search: Callable[[str], list[Finding]]) -> list[Finding]:
    """As ``search(text)``, which gives findings in order; quick where the text repeats itself for long."""
    repetition = longest_repetition(text) if len(text) >= _SHORTEST else None
    if repetition is None:
        return search(text)
    for most in _TRIES:
        rounds = max(2 * _PARTS, most // repetition.period)
        left_out = (repetition.end - repetition.start) // repetition.period - rounds
        if left_out < rounds:
            break
        kept = rounds * repetition.period
        middle = repetition.start + rounds // 2 * repetition.period
        gap = left_out * repetition.period
        findings = find_once(text[:middle] + text[middle + gap :], search)
        inner = range(repetition.start + kept // _MARGIN, repetition.start + kept - kept // _MARGIN)
        stretch = _recurring(findings, inner, repetition.period)
        if stretch:
            return list(_spread(findings, middle, gap, stretch, inner))
    return search(text)


def _covers(finding: Finding, inner: range) -> bool:
    """It goes from before the inner part to behind it, and so it would over any number of rounds."""
    return finding.start < inner.start and finding.end > inner.stop


def _recurring(findings: list[Finding], inner: range, period: int) -> int:
    """The shortest stretch after which all findings that begin in ``inner`` recur; 0 when there is none."""
    longest = len(inner) // _PARTS
    touching = [f for f in findings if f.start < inner.stop and f.end > inner.start and not _covers(f, inner)]
    if any(f.end - f.start > longest for f in touching):
        return 0
    spans = {(f.start, f.end, f.identifier) for f in touching if f.start in inner}
    for stretch in range(period, longest, period):
        if all(
            (start + stretch not in inner or (start + stretch, end + stretch, kind) in spans)
            and (start - stretch not in inner or (start - stretch, end - stretch, kind) in spans)
            for start, end, kind in spans
        ):
            return stretch
    return 0


def _spread(findings: list[Finding], middle: int, gap: int, stretch: int, inner: range) -> Iterator[Finding]:
    """The findings of the whole text from those of the text without ``gap`` characters behind ``middle``."""
    for finding in findings:
        if finding.start < middle:
            yield replace(finding, end=finding.end + gap) if _covers(finding, inner) else finding
    again = [finding for finding in findings if middle <= finding.start < middle + stretch]
    for shift in range(0, gap, stretch):
        for finding in again:
            if finding.start + shift < middle + gap:
                yield replace(finding, start=finding.start + shift, end=finding.end + shift)
    yield from (replace(f, start=f.start + gap, end=f.end + gap) for f in findings if f.start >= middle)
