"""What ``/sparql`` answers from, whether that is our graph or somebody's RDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment
from starlette.requests import Request

from api.examples import Example
from api.settings import Settings
from api.sparql.asked import address
from api.sparql.pool import Account, Asker, Pool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A store behind workers, and what there is to say about it.

    ``version`` is the same only for the same content. ``base`` resolves a query's relative IRIs;
    when empty, the endpoint's own address does. ``root`` is how the IRIs begin that have a page
    here ("" when none has). ``counted`` keeps the triples of each graph ("" is the default
    graph) once somebody has asked for them.
    """

    settings: Settings
    pool: Pool
    pages: Environment
    version: str
    base: str = ""
    root: str = ""
    examples: tuple[Example, ...] = ()
    counted: dict[str, int] = field(default_factory=dict)

    def base_of(self, request: Request) -> str:
        """The base of the relative IRIs of a query that came with ``request``."""
        return self.base or address(request)

    def asker(self, request: Request) -> Asker:
        """The workers, asked in the name of this request's client and on its account."""
        account = Account()
        request.state.account = account
        return Asker(self.pool, request.state.client, account)
