"""Which stand-ins there are: the files in `standins/`."""

import inspect
import pkgutil
from importlib import import_module

from bot.sandbox import standins
from bot.sandbox.standin import StandIn


def known_standins() -> list[type[StandIn]]:
    """Find every stand-in, by the name of its platform."""
    found = {
        thing
        for module in pkgutil.iter_modules(standins.__path__, f"{standins.__name__}.")
        for thing in vars(import_module(module.name)).values()
        if inspect.isclass(thing) and issubclass(thing, StandIn) and not inspect.isabstract(thing)
    }
    return sorted(found, key=lambda standin: standin.name)


def all_secrets() -> dict[str, str]:
    """Give the credentials of all stand-ins, by environment variable."""
    return {name: value for each in known_standins() for name, value in each.secrets.items()}
