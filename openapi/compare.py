"""Says how much of the contract that Discord publishes our own contract has, and what remains.

    python -m openapi.compare [--published PATH] [--ours PATH] [--all]

The number is the parity percent: of all published operations, parameters, content types, success statuses,
request fields and response fields, the share that we have and that does not differ in a way that a client
written for the published contract could notice (openapi/bodies.py says what that is). What `differences.yaml`
names is left out of both sides of the fraction. Of an operation that we lack, all its parts count as missing.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from openapi.bodies import Count, Finding
from openapi.differences import read_differences
from openapi.document import read_document
from openapi.parity import Compared, Parity, compare, percent, total

_CHECKOUT = Path(__file__).resolve().parent.parent
_PUBLISHED = _CHECKOUT.parent / "shared" / "discord-openapi.json"
_OURS = _CHECKOUT / "openapi" / "openapi.json"
_DIFFERENCES = _CHECKOUT / "openapi" / "differences.yaml"
_HEADINGS = ("noun", "operations", "parameters", "request", "response", "meant", "parity")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m openapi.compare", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--published", type=Path, default=_PUBLISHED, help="the contract that Discord publishes")
    parser.add_argument("--ours", type=Path, default=_OURS, help="our contract")
    parser.add_argument("--differences", type=Path, default=_DIFFERENCES, help="the deviations that are meant")
    parser.add_argument("--all", action="store_true", help="list every difference")
    options = parser.parse_args(arguments)
    if not options.published.exists():
        print(f"parity: no published contract found at {options.published}; name one with --published")
        return 0
    if not options.ours.exists():
        print(f"parity: no contract of ours at {options.ours}", file=sys.stderr)
        return 1
    parity = compare(
        read_document(options.published), read_document(options.ours), read_differences(options.differences)
    )
    print(report(parity, everything=options.all))
    return 0


def report(parity: Parity, *, everything: bool = False) -> str:
    """The table, the number and what remains, as text."""
    sections = [_table(parity.compared), *_remaining(parity)]
    if everything:
        sections += _all_differences(parity.compared)
    present = [each for each in parity.compared if each.operation.have]
    sections.append(
        f"parity {percent(total(parity.compared)):.1f}%"
        f" (of the operations that we have: {percent(total(present)):.1f}%)"
    )
    return "\n\n".join(sections)


def _table(compared: list[Compared]) -> str:
    by_noun: dict[str, list[Compared]] = {}
    for each in sorted(compared, key=lambda each: each.noun):
        by_noun.setdefault(each.noun, []).append(each)
    rows = [_HEADINGS, *(_row(noun, group) for noun, group in by_noun.items()), _row("total", compared)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    rule = "-" * len(lines[0])
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def _row(noun: str, group: list[Compared]) -> tuple[str, ...]:
    counts = [
        sum((each.operation for each in group), Count()),
        sum((each.parameters for each in group), Count()),
        sum((each.request for each in group), Count()),
        sum((each.response for each in group), Count()),
    ]
    whole = total(group)
    return (
        noun,
        *(f"{each.have}/{each.published}" if each.published else "-" for each in counts),
        str(whole.meant or "-"),
        f"{percent(whole):.1f}%",
    )


def _remaining(parity: Parity) -> list[str]:
    missing: dict[str, list[str]] = {}
    for each in parity.compared:
        if each.operation.have == each.operation.meant == 0:
            missing.setdefault(each.noun, []).append(each.where)
    sections: list[str] = []
    if missing:
        lines = [f"  {noun}:\n" + "\n".join(f"    {each}" for each in missing[noun]) for noun in sorted(missing)]
        sections.append(f"Missing operations ({sum(map(len, missing.values()))}):\n" + "\n".join(lines))
    kinds = Counter(each.kind for each in _findings(parity.compared) if each.reason is None)
    if kinds:
        words = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
        sections.append(f"Differences in the operations that we have (--all lists them): {words}")
    if parity.ours_alone:
        sections.append(_listed("Ours alone", parity.ours_alone))
    if parity.stale:
        sections.append(_listed("Stale in differences.yaml", [each.where for each in parity.stale]))
    return sections


def _all_differences(compared: list[Compared]) -> list[str]:
    found = _findings(compared)
    meant = [f"{each.kind:<8} {each.where}: {each.reason}" for each in found if each.reason is not None]
    others = [each for each in found if each.reason is None]
    faults = [_line(each) for each in others if each.kind != "extra"]
    extra = [_line(each) for each in others if each.kind == "extra"]
    titled = (("Differences", faults), ("Ours beside what is published", extra), ("Meant", meant))
    return [_listed(title, lines) for title, lines in titled if lines]


def _findings(compared: list[Compared]) -> list[Finding]:
    """What differs within the operations that we have, and what we mean not to have."""
    return [finding for each in compared for finding in each.findings if each.operation.have or finding.reason]


def _line(finding: Finding) -> str:
    return f"{finding.kind:<8} {finding.where}" + (f": {finding.detail}" if finding.detail else "")


def _listed(title: str, lines: list[str]) -> str:
    return f"{title} ({len(lines)}):\n" + "\n".join(f"  {line}" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
