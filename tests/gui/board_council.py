"""Twelve new requests at three homes, eight best interests assessors and three doctors."""

from little_council import BY, TODAY

from desktop.commands import people, requests
from desktop.commands.acts import Builder
from desktop.commands.people import NewPerson
from desktop.commands.workspace import Workspace

NEW = 12
BIAS = ("Ada Ash", "Ben Birch", "Cat Cedar", "Dan Dale", "Eve Elm", "Fay Fern", "Gus Gorse", "Hal Holly")
DOCTORS = ("Dr Ivy", "Dr Jonquil", "Dr Kelp")
HOMES = ("Oak House", "Elm Lodge", "Yew Court")


def make_board(path, priority=""):
    """Write the scene into a new database; without a priority the requests still have to be triaged."""
    with Workspace.create(path, None, author="manager", today=lambda: TODAY) as space:
        book = space.book
        for name in BIAS:
            space.run(
                people.add_worker(book, name, author="manager", is_bia=True, engagement="in_house_team")
            )
        for name in DOCTORS:
            space.run(people.add_worker(book, name, author="manager", is_mha=True, engagement="independent"))
        build = Builder(book, "test.home", "manager")
        for name in HOMES:
            build.insert("managing_authority", name=name, name_key=name.casefold(), setting="care_home")
        space.run(build.act("homes"))
        for number in range(NEW):
            person = NewPerson(f"N{number:04}", name=f"Newcomer {number:02}")
            request = requests.Request(
                person,
                TODAY - number % 4,
                home=number % 3,
                ref=f"D26{number:04}",
                priority=priority,
                urgent=number < 3,
                urgent_given_on=TODAY - number if number < 3 else -(2**31),
                urgent_stated_end=TODAY - number + 6 if number < 3 else -(2**31),
            )
            space.run(requests.receive(book, request, **BY))
