"""Django's migrate, run as the role that owns the tables."""

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    help = Migrate.help

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # The web role may not create or alter anything.
        parser.set_defaults(database="owner")
