#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
#
# The array of configurations: a few rows, each a compiler, a set of knobs and
# a string of options, in which any two levels of two factors that can be had
# together are together in some row.
#
#	covering.py check factors rows	fails if a pair is in no row, or a row
#					is none that could be built and run
#	covering.py make factors >rows	looks for as few rows as it can
#
# A row of the table is four lines of KEY<tab>VALUE:
#
# row	its name
# cc	the compiler
# yes	the knobs that are yes; all others are no
# conf	MALLOC_CONF

import functools
import itertools
import operator
import random
import sys

MOST_ROWS = 24
# How long make tries to do with one row less.
STEPS = 15000


def lines_of(path):
    """The fields of each line, with its number."""
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield number, line.split("\t")


def level(text):
    """NAME:LEVEL as a pair."""
    name, _, value = text.partition(":")
    return name, value


class Factors:
    def __init__(self, path):
        self.levels = {}
        self.needs = {}
        self.hides = {}
        self.never = set()
        self.without = set()
        for number, (key, name, *rest) in lines_of(path):
            words = " ".join(rest).split()
            if key == "factor" and len(words) > 1:
                self.levels[name] = words
            elif key == "needs":
                self.needs[name] = [level(w) for w in words]
            elif key == "hides":
                self.hides[level(name)] = set(words)
            elif key == "never":
                self.never.add(frozenset([level(name), level(words[0])]))
            elif key == "without" and words:
                self.without.add(name)
            else:
                sys.exit(f"{path}:{number}: {key}: what is that?")
        self.check_names(path)
        wanted = [p for p in self.all_pairs() if self.possible(*p)]
        # Sets of pairs are numbers, a bit for each.
        self.bit = {pair: 1 << n for n, pair in enumerate(wanted)}
        self.every = (1 << len(wanted)) - 1

    def check_names(self, path):
        named = set(itertools.chain(self.hides, *self.never,
                                    *self.needs.values()))
        for name, value in named:
            if value not in self.levels.get(name, ()):
                sys.exit(f"{path}: {name}:{value}: no such level")
        for name in set(self.needs).union(*self.hides.values()):
            if name not in self.levels:
                sys.exit(f"{path}: {name}: no such factor")

    def knobs(self):
        return [name for name in self.levels if name.isupper()
                and name != "CC"]

    def options(self):
        return [name for name in self.levels if name.islower()]

    def all_pairs(self):
        for a, b in itertools.combinations(self.levels, 2):
            for x in self.levels[a]:
                for y in self.levels[b]:
                    yield (a, x), (b, y)

    def hidden(self, one, other, among):
        """Whether a third level hides this one of a pair."""
        return any(one[0] in self.hides.get(third, ())
                   for third in among if third not in (one, other))

    def possible(self, one, other):
        """Whether any row can have both, and what they need, in effect."""
        among = [one, other, *self.needs.get(one[0], ()),
                 *self.needs.get(other[0], ())]
        return (len(dict(among)) == len(set(among))
                and not self.clash(among)
                and not self.hidden(one, other, among)
                and not self.hidden(other, one, among))

    def clash(self, among):
        return any(frozenset(pair) in self.never
                   for pair in itertools.combinations(among, 2))

    def has(self, row, name):
        """Whether what the option needs is in the row."""
        return all(row.get(n) == v for n, v in self.needs.get(name, ()))

    def pairs(self, row):
        """The pairs that a row tries; it has its levels in our order."""
        among = list(row.items())
        hidden = set().union(*(names for one, names in self.hides.items()
                               if row.get(one[0]) == one[1]))
        found = 0
        for pair in itertools.combinations(among, 2):
            one, other = pair
            if not (hidden and (one[0] in hidden and
                                self.hidden(one, other, among)
                                or other[0] in hidden and
                                self.hidden(other, one, among))):
                found |= self.bit.get(pair, 0)
        return found

    def bits(self, pairs):
        return (pair for pair, bit in self.bit.items() if pairs & bit)

    def missing(self, rows):
        return self.bits(self.every & ~union(map(self.pairs, rows)))


def union(sets):
    return functools.reduce(operator.or_, sets, 0)


class Row:
    """levels: each factor's, without the options the build does not know."""

    def __init__(self, name):
        self.name = name
        self.levels = {}
        self.conf = ""
        self.faults = []

    def set(self, factors, name, value):
        if value not in factors.levels.get(name, ()):
            self.faults.append(f"{name}:{value} is no level of a factor")
        elif name in self.levels:
            self.faults.append(f"{name} is there twice")
        self.levels[name] = value

    def set_knobs(self, factors, words):
        for name in words:
            if name not in factors.knobs():
                self.faults.append(f"{name} is no knob")
        for name in factors.knobs():
            self.set(factors, name, "yes" if name in words else "no")

    def set_conf(self, factors, conf):
        self.conf = conf
        for pair in filter(None, conf.split(",")):
            name, value = level(pair)
            if name.islower() and value != "default":
                self.set(factors, name, value)
            else:
                self.faults.append(f"{pair} is no option")

    def finish(self, factors):
        """What is not said, and whether all of it can be."""
        for name in factors.options():
            if name in self.levels:
                if not factors.has(self.levels, name):
                    self.faults.append(f"the build does not know {name}")
            elif factors.has(self.levels, name):
                self.set(factors, name, "default")
        if "CC" not in self.levels:
            self.faults.append("no compiler")
        self.levels = {name: self.levels[name] for name in factors.levels
                       if name in self.levels}
        if factors.clash(self.levels.items()):
            self.faults.append("levels that do not go together")

    def knobs(self, factors):
        return [f"MK_MALLOC_{k}={self.levels[k]}" for k in factors.knobs()]

    def text(self):
        yes = " ".join(k for k, v in self.levels.items() if v == "yes")
        return (f"row\t{self.name}\ncc\t{self.levels['CC']}\n"
                f"yes\t{yes}\nconf\t{self.conf}\n")


def read_rows(path, factors):
    rows = []
    for number, (key, value) in lines_of(path):
        if key == "row":
            rows.append(Row(value))
        elif not rows:
            sys.exit(f"{path}:{number}: {key} before the first row")
        elif key == "cc":
            rows[-1].set(factors, "CC", value)
        elif key == "yes":
            rows[-1].set_knobs(factors, value.split())
        elif key == "conf":
            rows[-1].set_conf(factors, value)
        else:
            sys.exit(f"{path}:{number}: {key}: what is that?")
    for row in rows:
        row.finish(factors)
    return rows


def check(factors, rows):
    """What is wrong, a line each."""
    for row in rows:
        for fault in row.faults:
            yield f"row {row.name}: {fault}"
    names = [row.name for row in rows]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"row {name}: not the only one"
    if len(rows) > MOST_ROWS:
        yield f"{len(rows)} rows, more than {MOST_ROWS}"
    for a, b in sorted(factors.missing([row.levels for row in rows])):
        yield f"in no row: {a[0]}:{a[1]} {b[0]}:{b[1]}"


class Search:
    """
    Some rows, changed one at a time until no pair is missing.  Here a row has
    a level of each factor, known to its build or not.
    """

    def __init__(self, factors, count):
        self.factors = factors
        self.random = random.Random(count)
        self.rows = [{name: self.random.choice(levels)
                      for name, levels in factors.levels.items()}
                     for _ in range(count)]
        for row in self.rows:
            self.reconcile(row, ())

    def reconcile(self, row, kept):
        """Until all levels go together; those that are kept do."""
        never = sorted(map(sorted, self.factors.never))
        while True:
            clashes = [(one[0], other[0]) for one, other in never
                       if row[one[0]] == one[1] and row[other[0]] == other[1]]
            if not clashes:
                return
            name = self.random.choice([n for n in clashes[0]
                                       if n not in kept])
            row[name] = self.random.choice(self.factors.levels[name])

    def with_pair(self, row, pair):
        """A row as much like this one as can be."""
        factors = self.factors
        row = dict(row)
        kept = dict(pair)
        for name in list(kept):
            kept.update(factors.needs.get(name, ()))
        row.update(kept)
        for (name, value), hidden in factors.hides.items():
            if (row[name] == value and name not in kept
                    and hidden.intersection(kept)):
                row[name] = self.random.choice(
                    [v for v in factors.levels[name] if v != value])
        self.reconcile(row, kept)
        return row

    def known(self, row):
        """Without what the build does not know."""
        return {name: value for name, value in row.items()
                if self.factors.has(row, name)}

    def run(self, steps):
        """Whether it came to an end."""
        factors = self.factors
        tried = [factors.pairs(self.known(row)) for row in self.rows]
        rested = [0] * len(tried)
        for step in range(steps):
            missing = list(factors.bits(factors.every & ~union(tried)))
            if not missing:
                return True
            pair = self.random.choice(missing)
            best = None
            for n, row in enumerate(self.rows):
                if step < rested[n]:
                    continue
                others = union(tried[:n] + tried[n + 1:])
                changed = self.with_pair(row, pair)
                pairs = factors.pairs(self.known(changed))
                rank = ((others | pairs).bit_count(), self.random.random())
                if best is None or rank > best[0]:
                    best = rank, n, changed, pairs
            _, n, self.rows[n], tried[n] = best
            rested[n] = step + self.random.randint(2, len(tried) // 2)
        return False


def make(factors):
    """As few rows as are found: one less, from the beginning, while it can."""
    found = None
    for count in range(MOST_ROWS, 0, -1):
        search = Search(factors, count)
        if not search.run(STEPS):
            break
        found = search
    if found is None:
        sys.exit(f"not found: {MOST_ROWS} rows for these factors")
    rows = []
    known = sorted(map(found.known, found.rows), key=lambda r: list(r.items()))
    for number, levels in enumerate(known, 1):
        row = Row(f"{number:02}")
        row.levels = dict(levels)
        row.conf = ",".join(f"{n}:{levels[n]}" for n in factors.options()
                            if levels.get(n, "default") != "default")
        row.finish(factors)
        rows.append(row)
    return rows


def main():
    if sys.argv[1:2] == ["check"] and len(sys.argv) == 4:
        factors = Factors(sys.argv[2])
        wrong = list(check(factors, read_rows(sys.argv[3], factors)))
        print(*wrong, sep="\n", end="\n" if wrong else "")
        sys.exit(bool(wrong))
    if sys.argv[1:2] == ["make"] and len(sys.argv) == 3:
        factors = Factors(sys.argv[2])
        rows = make(factors)
        assert not list(check(factors, rows))
        print("# SPDX-License-Identifier: BSD-2-Clause\n#\n"
              "# Made by covering.py, which explains it, from the factors.\n")
        print("\n".join(row.text() for row in rows), end="")
        return
    sys.exit("usage: covering.py check factors rows | make factors")


if __name__ == "__main__":
    main()
