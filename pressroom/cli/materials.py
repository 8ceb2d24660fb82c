"""The bill of materials: what is installed with Pressroom in, CycloneDX out, each part with its version and licence.

The form is that of https://cyclonedx.org/docs/1.6/json/. Same parts, same bytes: there is no clock in it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pressroom import __version__
from pressroom.workshop.places import house

_CLASSIFIER = "License :: "
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?([^;]*)(?:;(.*))?")
_EXTRA = re.compile(r"""extra *== *["']([\w-]+)["']""")
_SPDX = re.compile(r"[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*")
_SHORT = 80  # what is longer is the text of a licence, and not its name


@dataclass(frozen=True)
class Component:
    """A distribution that is installed: name, version, licence, and the names of those that it needs, with extras."""

    name: str
    version: str
    licence: str
    summary: str
    needs: tuple[str, ...]

    @property
    def address(self) -> str:
        """Its package URL, as https://github.com/package-url/purl-spec has it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def list_components(root: str = "pressroom") -> tuple[Component, ...]:
    """List a distribution and all that it needs, as they are installed, by name; the first is the root."""
    own = _read(root, installed, frozenset()) if (installed := _find(root)) else _read_clone()
    found, asked = {root: own}, dict[str, frozenset[str]]()
    waiting = list(own.needs)
    while waiting:
        name, _, extras = waiting.pop().partition("[")
        wanted = asked.get(name, frozenset()) | frozenset(filter(None, extras.rstrip("]").split(",")))
        if asked.get(name) == wanted or (installed := _find(name)) is None:
            continue
        asked[name], found[name] = wanted, _read(name, installed, wanted)
        waiting += found[name].needs
    return tuple(sorted(found.values(), key=lambda one: (one.name != root, one.name)))


def write_bill(components: tuple[Component, ...]) -> str:
    """Write a bill of materials; the first component is what it is of."""
    known = {one.name: one.address for one in components}
    bill: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _describe(components[0], "application")},
        "components": [_describe(one, "library") for one in components[1:]],
        "dependencies": [
            {"ref": one.address, "dependsOn": sorted(known[need] for need in map(_name_of, one.needs) if need in known)}
            for one in components
        ],
    }
    serial = uuid5(NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return json.dumps({**bill, "serialNumber": f"urn:uuid:{serial}"}, ensure_ascii=False, indent=1) + "\n"


def _describe(component: Component, kind: str) -> dict[str, Any]:
    """A component as CycloneDX has it."""
    said: dict[str, Any] = {
        "type": kind,
        "bom-ref": component.address,
        "name": component.name,
        "version": component.version,
        "purl": component.address,
    }
    if component.summary:
        said["description"] = component.summary
    if component.licence:
        plain = _SPDX.fullmatch(component.licence) and " " not in component.licence
        said["licenses"] = [{"license": {"name": component.licence}}]
        if not plain and _SPDX.fullmatch(component.licence):
            said["licenses"] = [{"expression": component.licence}]
    return said


def _name_of(need: str) -> str:
    """The name of what is needed, without its extras."""
    return need.partition("[")[0]


def _find(name: str) -> Distribution | None:
    """A distribution, if it is installed."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _read(name: str, installed: Distribution, extras: frozenset[str]) -> Component:
    """Read what a distribution says of itself, and what it needs with some extras."""
    said = installed.metadata
    needs = tuple(sorted(_list_needs(installed.requires or (), extras)))
    return Component(name, installed.version, _licence_of(installed), str(said["Summary"] or "").strip(), needs)


def _read_clone() -> Component:
    """Read what Pressroom says of itself where it runs from a clone, and is not installed."""
    with (house() / "pyproject.toml").open("rb") as stream:
        said = tomllib.load(stream)["project"]
    needs = tuple(sorted(_list_needs(said["dependencies"])))
    return Component(said["name"], __version__, said.get("license", ""), said.get("description", ""), needs)


def _list_needs(lines: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """What a distribution needs, each with the extras that it needs of it."""
    for line in lines:
        match = _REQUIREMENT.match(line)
        if match is None:
            continue
        asked = _EXTRA.search(match[4] or "")
        if asked is None or asked[1] in extras:
            yield _fold(match[1]) + (match[2] or "").replace(" ", "")


def _licence_of(installed: Distribution) -> str:
    """The licence of a distribution: an expression, a short name, or what its classifiers say."""
    said = installed.metadata
    for key in ("License-Expression", "License"):
        name = str((said.get_all(key) or [""])[0] or "").strip()
        if name and len(name) <= _SHORT and "\n" not in name:
            return name
    classes = (str(line) for line in said.get_all("Classifier") or ())
    named = [line.rpartition(" :: ")[2] for line in classes if line.startswith(_CLASSIFIER)]
    return ", ".join(named)


def _fold(name: str) -> str:
    """A name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
