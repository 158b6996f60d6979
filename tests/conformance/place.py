"""place: what one coroutine of a random program may name: slots, and coroutines that come later than itself."""


class Place:
    """Of the coroutine with that number: 0 is main."""

    def __init__(self, writer, index):
        self.writer = writer
        self.index = index
        self.name = writer.coroutines[index - 1] if index else "main"
        self.is_generator = index in writer.generators
        self.own = {}  # tasks and futures: of which coroutine
        self.own_open = {}  # generators: of which coroutine
        self.own_timeouts = []
        self.groups = 0  # how many surround what is written now

    def later(self):
        return range(self.index + 1, len(self.writer.coroutines) + 1)

    def callees(self):
        return [index for index in self.later() if index not in self.writer.generators]

    def generators(self):
        return [index for index in self.later() if index in self.writer.generators]

    def new_name(self, kind):
        return f"{self.name}_{kind}{len(self.own) + len(self.own_open) + len(self.own_timeouts) + 1}"

    def new_slot(self, kind, coroutine):
        name = self.new_name(kind)
        self.own[name] = coroutine
        return name

    def new_open(self, coroutine):
        name = self.new_name("g")
        self.own_open[name] = coroutine
        return name

    def new_timeout(self):
        name = self.new_name("d")
        self.own_timeouts.append(name)
        return name

    def all_slots(self):
        return {**self.writer.shared, **self.own}

    def slots(self):
        return list(self.all_slots())

    def open(self):
        """Generators that it may go through: of later ones, so that none goes through itself."""
        return [slot for slot, coroutine in {**self.writer.shared_open, **self.own_open}.items() if coroutine > self.index]

    def timeouts(self):
        return self.writer.shared_timeouts + self.own_timeouts

    def awaitable(self):
        """Tasks of later coroutines: nobody waits in a ring. Wild programs do."""
        return [slot for slot, coroutine in self.all_slots().items() if self.writer.wild or coroutine > self.index]

    def futures(self):
        return [slot for slot, coroutine in self.all_slots().items() if coroutine == len(self.writer.coroutines) + 1]

    def kept(self):
        """The number of what holds no task of an earlier coroutine: a gather or a shield that is kept in a slot."""
        return len(self.writer.coroutines) + 2
