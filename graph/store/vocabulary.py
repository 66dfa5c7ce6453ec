"""What the RDF form takes from other vocabularies, and the prefixes that it is written with."""

from __future__ import annotations

from graph import terms

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"

PREFIXES = {
    "zt": terms.NAMESPACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "oa": OA,
}

TYPE = RDF + "type"
LABEL = RDFS + "label"
VARIANT = SKOS + "altLabel"
STATEMENT = RDF + "Statement"
SUBJECT, PREDICATE, OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
EVIDENCE = PROV + "wasDerivedFrom"
REPORT, SELECTOR = OA + "hasSource", OA + "hasSelector"
QUOTE, START, END = OA + "exact", OA + "start", OA + "end"
NAME, TITLE, LANGUAGE = DCTERMS + "identifier", DCTERMS + "title", DCTERMS + "language"
PART_OF = DCTERMS + "isPartOf"

LANGUAGE_OF_NAMES = "zh"
