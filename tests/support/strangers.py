"""Issues of strangers, made from grammars: a seed in; the files that it lays over a good issue, and their family, out.

Half of what a grammar says is sound and half is not: a case that is refused at its first word tries nothing.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Files = dict[str, bytes]
FAR = "http://example.org/a"
OUTSIDE = ["../../secret.txt", "../secret.txt", "../../../secret.txt", "/etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa", FAR, f"//{FAR[5:]}", "C:\\a", "art/../../../secret.txt", "\\\\host\\a", "data:text/html,x", "javascript:a()", "art/link.svg", "%2e%2e/%2e%2e/secret.txt", "art/%00"]  # fmt: skip
SHEETS = ["issue/issue.yaml", "magazine.yaml", "layouts/plain/layout.yaml", "issue/copy/ferry.md"]
ODD = [None, [], {}, -1, 0, 2**70, 1e300, True, "", " ", "a" * 9000, "\u202e\u200d", "１", "2021-02-30", "a\nb", [[[[1]]]], {"a": {"b": 1}}, *OUTSIDE, "{{ 7 * 7 }}", "</style><script>a()</script>", "url(file:///etc/passwd)", "'; } @import 'a'; b {", "red; background: url(//example.org/a)"]  # fmt: skip
LINES = ["a: &a [*a]", "!!python/object/apply:os.system ['true']", "? [a]: b", "- " * 60 + "a", "\ta: b", "%YAML 9.9", "---", "...", "<<: *x", "a: |", "a: '", 'a: "\\x00"', "a: !!binary x", "\ufeffa: b", "a: 0x7fffffffffffffffffff", "a: .inf", "{a: {b: {c: [", "a: 1_000", "title: x", "layout: ../../etc", "extends: ../plain", "extends: plain", "\x0c", "\x85", "a: " + "9" * 400]  # fmt: skip


def yaml_case(good: Path, chance: random.Random) -> Files:
    """A sheet with other values, keys and lines."""
    name = chance.choice(SHEETS)
    text = (good / name).read_text(encoding="utf-8")
    if name.endswith(".md"):
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        return {name: f"---\n{_change_sheet(head, chance)}\n---\n{body}".encode()}
    return {name: _change_sheet(text, chance).encode()}


def _change_sheet(text: str, chance: random.Random) -> str:
    if chance.random() < 0.15:
        lines = text.split("\n")
        for _ in range(chance.randint(1, 3)):
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(LINES))
        return "\n".join(lines)
    values = yaml.safe_load(text)
    for _ in range(chance.choice((1, 1, 2))):
        _change_value(values, chance)
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def _change_value(values: Any, chance: random.Random) -> None:
    keys: list[Any] = list(values) if isinstance(values, dict) else list(range(len(values)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(values[key], dict | list) and chance.random() < 0.7:
        _change_value(values[key], chance)
    elif isinstance(values, dict) and chance.random() < 0.2:
        values[chance.choice(["allow", "words", "tokens", "art", "fit", "lead", key, f"{key}s"])] = copy.deepcopy(
            chance.choice(ODD)
        )
    else:
        values[key] = copy.deepcopy(chance.choice(ODD))


WORDS = ["江岸", "水，", "“船”", "boat ", "1：30", "\u200b", "\u0301", "&amp;", "……", "——", "𠀀", "\ue000", "&#12;", "&#xD800;", "&nbsp;", "\\", "\t", "<", ">"]  # fmt: skip


def copy_case(good: Path, chance: random.Random) -> Files:
    """An article of odd copy."""
    head = (good / "issue/copy/ferry.md").read_text(encoding="utf-8").split("\n---\n")[0]
    blocks = "\n\n".join(_block(chance, 0) for _ in range(chance.randint(1, 12)))
    notes = "[^0][^1][^2][^3]\n\n" + "\n\n".join(f"[^{number}]: {_words(chance, 0)}" for number in range(4))
    return {"issue/copy/ferry.md": f"{head}\n---\n{blocks}\n\n{notes}\n".encode("utf-8", "surrogatepass")}


def _block(chance: random.Random, depth: int) -> str:
    inner = _block(chance, depth + 1) if depth < 5 else "江"
    words = _words(chance, depth)
    pieces: list[Callable[[], str]] = [
        lambda: words,
        lambda: words * chance.choice((1, 30)),
        lambda: "#" * chance.randint(2, 6) + f" {words}",
        lambda: "\n".join(f"> {line}" for line in inner.split("\n")),
        lambda: "\n".join(f"- {line}" for line in inner.split("\n")),
        lambda: f"{chance.randint(0, 10**9)}. {words}",
        lambda: f"|{words}|b|\n|{chance.choice(('-', ':-:', '-:'))}|-|\n|1.5|{words}|",
        lambda: f"{words}  \n{words}\\\n{words}",
        lambda: f"# {words}",
        lambda: f"```{chance.choice(('', 'html', '{=html}'))}\n{words}\n```",
        lambda: f"<{chance.choice(('script', 'b', 'img src=x onerror=a()', '!--', 'style'))}>{words}",
        lambda: f"![{words}]({chance.choice([*OUTSIDE, 'art/wave.svg', 'art/dot.png'])})",
        lambda: f"{{lang={chance.choice(('fr', 'zz', '../x', 'x' * 99))}}}\n{words}",
        lambda: _directive(chance, inner),
    ]
    return chance.choice(pieces[:8] if chance.random() < 0.85 else pieces)()


def _directive(chance: random.Random, inner: str) -> str:
    name = chance.choice(["figure", "gallery", "pullquote", "databox", "chart", "panel", "list", "note", "qr", "ad", "barcode", "none", "__init__"])  # fmt: skip
    values = [*OUTSIDE, "art/wave.svg", "bars", "9" * 30, "-1", "{{x}}", '"a b"', "“", "url(x)", "#fff", "1234-5679"]
    keys = ["src", "alt", "kind", "title", "number", "lang", "data", "size", "portrait", "style", "class", "onclick", "id"]  # fmt: skip
    options = " ".join(f"{chance.choice(keys)}={chance.choice(values)}" for _ in range(chance.randint(0, 4)))
    marks = ":" * chance.randint(3, 6)
    return f"{marks} {name} {{{options}}}\n{inner}\n{chance.choice((marks, marks, ''))}"


def _words(chance: random.Random, depth: int) -> str:
    made = []
    for _ in range(chance.randint(1, 8)):
        word = chance.choice(WORDS[:10] if chance.random() < 0.98 else WORDS)
        inside = _words(chance, depth + 1) if depth < 3 and chance.random() < 0.2 else word
        forms = [word, f"**{inside}**", f"*{inside}*", f"`{word}`", f"[{inside}]({chance.choice(['bridge', 'market'] if chance.random() < 0.95 else OUTSIDE)})", f"[^{chance.randint(0, 3)}]", f"{{{word.strip() or '江'}|a}}", f"{{.{inside}.}}", f"{{_{inside}_}}", f"[{inside}]{{lang=fr}}", "***", "[[", "](", "*" * 40]  # fmt: skip
        made.append(chance.choice(forms))
    return "".join(made)


TAGS = ["g", "path", "rect", "text", "tspan", "image", "use", "defs", "style", "linearGradient", "stop", "pattern", "mask", "clipPath", "filter", "feImage", "marker", "symbol", "svg", "a", "title", "metadata", "script", "foreignObject", "animate", "switch", "textPath"]  # fmt: skip


def drawing_case(good: Path, chance: random.Random) -> Files:  # noqa: ARG001  as the others
    """An odd drawing."""
    head = chance.choice(["", "", '<?xml version="1.0"?>', "<!DOCTYPE svg>", '<!DOCTYPE svg [<!ENTITY a "b">]>', f'<?xml-stylesheet href="{FAR}"?>'])  # fmt: skip
    space = chance.choice(['xmlns="http://www.w3.org/2000/svg"'] * 8 + [""])
    box = chance.choice(["0 0 9 9", "0 0 0 0", "0 0 1e9 1e9", "a", "-1 -1 1e-9 1", "0 0 nan 9"])
    inner = "".join(_element(chance, 0) for _ in range(chance.randint(1, 8)))
    made = f'{head}<svg {space} xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box}" width="9" height="9">{inner}</svg>'  # fmt: skip
    return {"issue/art/wave.svg": made.encode()}


def _element(chance: random.Random, depth: int) -> str:
    tag = chance.choice(TAGS[:19] if chance.random() < 0.98 else TAGS)
    text = _declarations(chance) if tag == "style" else chance.choice(["", "江", "&a;", "&#12;", "<![CDATA[a]]>"] if chance.random() < 0.01 else ["", "江"])  # fmt: skip
    inner = "".join(_element(chance, depth + 1) for _ in range(chance.randint(0, 2))) if depth < 6 else ""
    known = {f'{name}="{value}"'.partition("=")[0]: f'{name}="{value}"' for name, value in (_attribute(chance) for _ in range(chance.randint(0, 4)))}  # fmt: skip
    return f"<{tag} {' '.join(known.values())}>{text}{inner}</{tag}>"


def _attribute(chance: random.Random) -> tuple[str, str]:
    ident = f"i{chance.randint(0, 5)}"
    far = chance.choice(OUTSIDE).replace("\\", "/") if chance.random() < 0.02 else f"#{ident}"
    number = chance.choice(["1", "9", "0", "-1", "1e9", "1e400", "nan", "a", "50%", "1e-40", ""])
    return chance.choice(
        [
            ("id", ident), ("href", far), ("xlink:href", far), ("fill", f"url({far})"), ("stroke", chance.choice(["red", f"url({far})", "#12", "rgb(1,2"])), ("mask", f"url(#{ident})"),
            ("clip-path", f"url({far})"), ("filter", f"url(#{ident})"), ("marker-start", f"url(#{ident})"), ("d", chance.choice(["M0 0L9 9", "M0 0" + "h1" * 999, "M a", "A 0 0 0 9 9 9 9", "M1e400 0"])),
            ("transform", chance.choice(["scale(1e9)", "matrix(1 2", "rotate(nan)", "translate(1 1)" * 50])), ("style", _declarations(chance).replace('"', "")), ("width", number), ("height", number), ("r", number),
            ("x", number), ("font-size", number), ("opacity", number), ("viewBox", "0 0 9 9"), ("offset", number), ("stroke-dasharray", chance.choice(["1", "0", "1e-9", "-1 2"])), ("points", "1 2 3"),
            ("onload", "a()") if chance.random() < 0.01 else ("class", "a"), ("xml:base", FAR) if chance.random() < 0.01 else ("class", "b"),
        ]
    )  # fmt: skip


def _declarations(chance: random.Random) -> str:
    far = chance.choice(OUTSIDE)
    values = ["red", "1px", "1e9px", "-1mm", "calc(" * 30 + "1px" + ")" * 30, "var(--a)", "url(#i1)", "50%", "0", "1fr", "inherit", "'a'", "nan", "attr(href url)", "counter(page, ethiopic-numeric)", "99999999"]  # fmt: skip
    values += [f"url({far})", f"url('{far}')", f"u\\72l({far})", f"image-set('{far}' 1x)", f"src('{far}')"] if chance.random() < 0.06 else []  # fmt: skip
    names = ["fill", "width", "height", "columns", "content", "font-size", "line-height", "position", "float", "display", "margin", "padding", "border", "transform", "grid-template-columns", "flex", "break-before", "--a", "font-family", "background", "letter-spacing", "text-indent", "z-index", "string-set", "bookmark-level", "counter-increment", "list-style", "cursor", "mask", "size", "orphans", "column-count", "column-gap"]  # fmt: skip
    return "; ".join(f"{chance.choice(names)}: {chance.choice(values)}" for _ in range(chance.randint(1, 5)))


def style_case(good: Path, chance: random.Random) -> Files:
    """A style sheet with odd rules, for pages or for books."""
    selectors = ["p", "*", "article > p:first-child", "@page", "@page :first", "@media print", "@font-face", ":is(" * 40 + "p" + ")" * 40, "p::before", "[href='a']", "h1, h2", "p:nth-child(9999999999n+1)", ":not(:has(p))", "\\70", ".a" * 200]  # fmt: skip
    rules = []
    for _ in range(chance.randint(1, 8)):
        rule = f"{chance.choice(selectors)} {{ {_declarations(chance)} }}"
        rules.append(chance.choice([rule, rule, rule, rule, rule.rstrip("}"), f"@import '{chance.choice(OUTSIDE)}';", "/*", "}" * 3, "@charset 'x';", "p{" * 200, "\\", "<!--"]) if chance.random() < 0.4 else rule)  # fmt: skip
    name = chance.choice(["layouts/plain/print.css"] * 3 + ["layouts/plain/epub.css"])
    before = (good / name).read_text(encoding="utf-8") if (good / name).exists() else ""
    return {name: f"{before}\n{chr(10).join(rules)}\n".encode()}


SOUND = [
    "|string",
    "|length",
    "|string|upper",
    "|default('a')",
    " ~ 'a'",
    "|string|replace('a', 'b')",
    "|string|list|join",
]
ATOMS = ["issue", "slot", "articles", "issue.title", "issue.folder", "articles[0]", "articles[0].lead", "articles[0].lead.file", "galley", "galley['ferry']", "image", "magazine", "issue.magazine", "self", "loop", "range(9)", "range(10**9)", "dict", "namespace()", "cycler", "joiner", "1", "'a'", "'%s'", "[]", "{}", "none", "true", "words", "contents", "layout", "caller", "varargs", "request", "config", "lipsum", "vertical"]  # fmt: skip
STEPS = [".__class__", ".__init__.__globals__", ".__mro__", "._noun", ".__self__", ".title", ".slug", ".name", ".unlink()", ".rename('a')", ".read_text()", "['__class__']", "|attr('__class__')", "|attr('_noun')", ".format(1)", ".format_map({})", "()", "('a')", "[0]", "[99]", ".mro()", ".gi_frame", ".func_globals", ".__call__", ".environment", ".items()", ".join(['a'])", " * 10", " ~ 'a'", "|map('attr','__class__')|list", "|join", "|length", "|upper", "|safe", "|escape", "|list", "|sort", "|batch(10**9)", "|center(10**9)", "|format('a')", "|tojson", "|xmlattr", "|replace('', 'a' * 999)", "|groupby('__class__')", "|sum(start=[])", " ** 99999", " % 1", "|string", "|default('a')", "|first"]  # fmt: skip


def template_case(good: Path, chance: random.Random) -> Files:
    """A template with odd expressions and statements."""
    name = chance.choice(["kinds/story.html", "page.html", "blank.html", "kinds/contents.html", "kinds/cover.html"])
    text = (good / "layouts/plain" / name).read_text(encoding="utf-8")
    made = "\n".join(_statement(chance, 0) for _ in range(chance.randint(1, 4)))
    marks = [mark for mark in ("{% endblock", "</body>", "</html>") if mark in text]
    if not marks or chance.random() < 0.1:
        return {f"layouts/plain/{name}": made.encode()}
    before, mark, after = text.partition(chance.choice(marks))
    return {f"layouts/plain/{name}": f"{before}{made}{mark}{after}".encode()}


def _expression(chance: random.Random) -> str:
    sound = chance.random() < 0.7
    atoms, steps = (ATOMS[:4], SOUND) if sound else (ATOMS, STEPS)
    return chance.choice(atoms) + "".join(chance.choice(steps) for _ in range(chance.choice((0, 0, 1, 2))))


def _statement(chance: random.Random, depth: int) -> str:
    said = _expression(chance)
    inner = _statement(chance, depth + 1) if depth < 3 else "a"
    far = chance.choice(OUTSIDE)
    plain = [f"{{{{ {said} }}}}", f"{{% for a in articles %}}{inner}{{% endfor %}}", f"{{% if issue.title %}}{inner}{{% endif %}}", f"{{% set a = {said} %}}{inner}", f"<p style='{_declarations(chance)}'>江{inner}</p>"]  # fmt: skip
    if chance.random() < 0.75:
        return chance.choice(plain)
    return chance.choice(
        [
            f"{{{{ {said} }}}}", f"{{{{ {said} }}}}", f"{{{{ {said} }}}}", f"{{% for a in {said} %}}{inner}{{% endfor %}}", f"{{% if {said} %}}{inner}{{% endif %}}", f"{{% set a = {said} %}}{inner}",
            f"{{% include '{far}' %}}", f"{{% import '{far}' as a %}}{{{{ a }}}}", f"{{% extends '{far}' %}}", f"{{% macro m() %}}{inner}{{{{ m() }}}}{{% endmacro %}}{{{{ m() }}}}", f"{{% filter {chance.choice(['upper', 'none', 'safe'])} %}}{inner}{{% endfilter %}}",
            "{% include 'kinds/story.html' %}", "{% block page %}{{ self.page() }}{% endblock %}", f"{{% for a in range(99999) %}}{inner}{{% endfor %}}", "{% for a in [1] recursive %}{{ loop([a]) }}{% endfor %}", "{{", "{% if", "{% raw %}", "{% debug %}", "{% do a %}",
            f'<img src="{far}">', f'<p style="background: url({far})">a</p>', f'<link rel="stylesheet" href="{far}">', f'<object data="{far}"></object>', f'<svg><image href="{far}"/></svg>', f'<a href="{far}">a</a>', f'<meta http-equiv="refresh" content="0;url={far}">',
            "<div style='columns: 2'>" * 3, "<table>" * 4, "<p>" * 300, f"{{% call {said} %}}a{{% endcall %}}", f"{{% with a = {said} %}}{inner}{{% endwith %}}", f"{{{{ image({said}) }}}}",
        ]
    )  # fmt: skip


FAMILIES: dict[str, Callable[[Path, random.Random], Files]] = {
    "sheet": yaml_case,
    "copy": copy_case,
    "drawing": drawing_case,
    "style": style_case,
    "template": template_case,
}


def make_case(good: Path, seed: int) -> tuple[str, Files]:
    """Make the case of a seed."""
    chance = random.Random(seed)
    family = tuple(FAMILIES)[seed % len(FAMILIES)]
    return family, FAMILIES[family](good, chance)
