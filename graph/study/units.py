"""Who can take up a policy: districts, and agencies with what is known of their district."""

from __future__ import annotations

from dataclasses import dataclass

from graph import terms
from graph.model import Entity
from graph.ontology import local_name
from graph.store.read_model import ReadModel

DISTRICT, AGENCY = local_name(terms.District), local_name(terms.Agency)
LEVEL, CODE, PARENT = local_name(terms.level), local_name(terms.code), local_name(terms.parent)
UNTIL = local_name(terms.until)
LATITUDE, LONGITUDE = local_name(terms.latitude), local_name(terms.longitude)


@dataclass(frozen=True, slots=True)
class Unit:
    """A district or an agency; "" and None stand for what the graph doesn't know.

    ``place`` is the IRI of its district (its own, of a district). ``level``, ``code`` and the
    position in degrees are those of the district. ``parent`` is the district above a district,
    and the district of an agency.
    """

    iri: str
    name: str
    kind: str
    level: str = ""
    place: str = ""
    code: str = ""
    parent: str = ""
    position: tuple[float, float] | None = None
    until: str = ""  # the year in which a former district ended

    @property
    def group(self) -> tuple[str, str]:
        """Units of one class and level, which can be compared with each other."""
        return self.kind, self.level


def units(model: ReadModel) -> dict[str, Unit]:
    """All districts and agencies of a graph by IRI, in the order of their IRIs."""
    districts = {entity.iri: _district(entity) for entity in model.entities(DISTRICT)}
    agencies = {
        entity.iri: _agency(entity, districts.get(entity.place))
        for entity in model.entities(AGENCY)
    }
    return dict(sorted({**districts, **agencies}.items()))


def _district(entity: Entity) -> Unit:
    known = dict(entity.properties)
    return Unit(
        entity.iri,
        entity.name,
        DISTRICT,
        known.get(LEVEL, ""),
        entity.iri,
        known.get(CODE, ""),
        known.get(PARENT, ""),
        _position(known.get(LATITUDE, ""), known.get(LONGITUDE, "")),
        known.get(UNTIL, ""),
    )


def _agency(entity: Entity, district: Unit | None) -> Unit:
    if district is None:
        return Unit(entity.iri, entity.name, AGENCY, place=entity.place, parent=entity.place)
    return Unit(
        entity.iri,
        entity.name,
        AGENCY,
        district.level,
        district.iri,
        district.code,
        district.iri,
        district.position,
    )


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    return (float(latitude), float(longitude)) if latitude and longitude else None
