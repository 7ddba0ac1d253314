"""What stands for the operating system's keychain, which a test machine has none of."""


class Chain:
    """What keyring's backends do, in memory: no test touches a person's own keychain."""

    persist = ""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, word):
        self.kept[service, name] = word

    def delete_password(self, service, name):
        del self.kept[service, name]
