"""Names of people and places that cannot be anyone's: ordinary first names, made-up surnames and homes."""

from __future__ import annotations

import random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    Ada Aisha Alan Amara Anil Anya Asif Bea Ben Bryn Carla Chidi Clara Dara Dev Dina Ed Efe Elsie Emeka
    Farah Finn Freya Gil Grace Hana Harun Ida Imran Iris Isaac Jai Jo Kemi Kit Kofi Lena Leo Lila Luca
    Maya Mei Milo Mina Nadia Nell Noah Nuala Omar Orla Owen Pia Priya Quinn Rafi Rosa Ruby Sam Sara Seth
    Sofia Tariq Tess Theo Uma Veda Vik Wes Yara Yusuf Zara Zoe
    """
)
_HEADS = _words(
    """
    Fern Moss Otter Pebble Lark Heron Thistle Bramble Copper Saffron Willow Cinder Marrow Tansy Hazel
    Lantern Kestrel Plover Teasel Barley Quill Sorrel Juniper Wren
    """
)
_TAILS = (
    *("whistle", "combe", "hallow", "wick", "dale", "brook", "stitch"),
    *("gate", "spindle", "feather", "mere", "bank", "thorn", "shaw"),
)
_HOMES = ("Court", "House", "Lodge", "Grange", "View", "Manor", "Place", "Gardens")


class Names:
    """A source of names; the same random source gives the same names."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        self._taken: set[str] = set()

    def surname(self) -> str:
        """A made-up surname such as ``Fernwhistle``."""
        return self._source.choice(_HEADS) + self._source.choice(_TAILS)

    def first(self) -> str:
        """A first name."""
        return self._source.choice(FIRST)

    def unique(self) -> str:
        """A full name that nobody else of this source has."""
        while (name := f"{self.first()} {self.surname()}") in self._taken:
            pass
        self._taken.add(name)
        return name

    def home(self) -> str:
        """The name of a home that no other home has."""
        while (name := f"{self.surname()} {self._source.choice(_HOMES)}") in self._taken:
            pass
        self._taken.add(name)
        return name


def initials(name: str) -> str:
    """``FW`` for ``Fern Whistle``."""
    return "".join(part[0] for part in name.split())
