"""SHACL: which nodes of a graph break a shape of the ontology.

pySHACL checks; a big graph is checked in batches, so that memory doesn't grow with the graph and
several processes share the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph.errors import ValidationError
from graph.model import Dataset
from graph.ontology import Ontology, load_ontology, local_name, ontology_sources, read_ontology
from graph.publish.batches import RECORDS, batches_of
from graph.publish.violations import Violation, violation
from graph.store.rdf import to_quads
from graph.store.values import is_well_formed
from graph.workers import MEGABYTE, Killed, Limits, Work

Sources: TypeAlias = tuple[str, ...]  # Turtle texts of ontology and shapes

SHAPES = "https://w3id.org/zhengtu/shapes#"
LIMITS = Limits(seconds=600, memory=4096 * MEGABYTE)


def broken_shapes_of(
    dataset: Dataset, sources: Sources, workers: int = 1, records: int = RECORDS
) -> set[Violation]:
    """The violations of a dataset, checked ``records`` at a time, by several processes if need be.

    ValidationError when a process breaks its limits, which lie far above what a batch needs.
    """
    batches = list(batches_of(dataset, records))
    if workers < 2 or len(batches) < 2:
        found = (_check(batch, sources) for batch in batches)
        return {violation for violations in found for violation in violations}
    work = Work(_check_alone, load_ontology, LIMITS)
    answers = list(work.over([(batch, sources) for batch in batches], workers))
    broken = next((answer.reason for answer in answers if isinstance(answer, Killed)), None)
    if broken:
        raise ValidationError(f"a part of the graph can't be checked: {broken}")
    return {found for answer in answers if not isinstance(answer, Killed) for found in answer}


def _check_alone(item: tuple[Dataset, Sources]) -> list[Violation]:
    return _check(*item)


def _check(batch: Dataset, sources: Sources) -> list[Violation]:
    return list(broken_shapes(to_quads(batch, _ontology(sources)), sources))


@cache
def _ontology(sources: Sources) -> Ontology:
    return load_ontology() if sources == ontology_sources() else read_ontology(sources)


@cache
def _vocabulary(sources: Sources) -> tuple[Graph, Graph]:
    """The ontology with its shapes, and the shapes as they are checked."""
    vocabulary = Graph()
    for source in sources:
        vocabulary.parse(data=source, format="turtle")
    return vocabulary, _with_own_targets(vocabulary)


def broken_shapes(quads: Iterable[ox.Quad], sources: Sources) -> Iterator[Violation]:
    """The violations of quads as they are, all of them in memory at once."""
    vocabulary, shapes = _vocabulary(sources)
    data = _in_memory(quads)
    for triple in vocabulary:
        data.add(triple)
    conforms, results, _ = pyshacl.validate(
        data, shacl_graph=shapes, inplace=True, do_owl_imports=False
    )
    if not conforms:
        for result in results.subjects(RDF.type, SH.ValidationResult):
            yield _result(results, result)


def _with_own_targets(shapes: Graph) -> Graph:
    """The same shapes, each property shape with an IRI and the targets of its node shape.

    Queries (``sh:sparql``) are left out: they say what ``broken_quotes`` and ``own_ancestors`` ask.
    pySHACL enters a nested property shape once for every node, and a shape with targets once for
    all of them: it finds the same violations seven times faster.
    """
    flat = Graph()
    for subject, predicate, value in shapes:
        if predicate not in (SH.property, SH.sparql):
            flat.add((subject, predicate, value))
    for shape, property_shape in shapes.subject_objects(SH.property):
        target = shapes.value(shape, SH.targetClass)
        path = shapes.value(property_shape, SH.path)
        name = next((n for n in shapes.objects(property_shape, SH.name)), None)
        field = str(name) if name is not None else local_name(str(path))
        iri = URIRef(f"{SHAPES}{local_name(str(target))}/{field}")
        flat.add((iri, SH.targetClass, target or SH.Shape))
        for predicate, value in shapes.predicate_objects(property_shape):
            flat.remove((property_shape, predicate, value))
            flat.add((iri, predicate, value))
    return flat


def _result(results: Graph, result: Node) -> Violation:
    shape = str(results.value(result, SH.sourceShape)).removeprefix(SHAPES)
    component = local_name(str(results.value(result, SH.sourceConstraintComponent)))
    constraint = component.removesuffix("ConstraintComponent")
    value = results.value(result, SH.value)
    return violation(
        str(results.value(result, SH.focusNode)),
        f"{shape.removesuffix('Shape')}/{constraint[0].lower()}{constraint[1:]}",
        "" if value is None else str(value),
    )


def _in_memory(quads: Iterable[ox.Quad]) -> Graph:
    """The triples in rdflib's memory store, without a detour through text."""
    data = Graph()
    known: dict[object, Node] = {}
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if term not in known:
                known[term] = _rdflib_node(term)
        data.store.add((known[quad.subject], known[quad.predicate], known[quad.object]), data)
    return data


def _rdflib_node(term: object) -> Node:
    """The term for rdflib. A literal that its datatype doesn't allow becomes a plain text, so that
    the shape for it fails without rdflib's log filling with conversion errors."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return BNode(str(term))
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype.endswith("#string") or not is_well_formed(term.value, datatype):
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)
