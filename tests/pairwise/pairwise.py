#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
#
# Builds the allocator and some of its tests once for each row of the array of
# configurations, see covering.py, and runs these tests under its options.
#
#	pairwise.py [-a] [-j jobs] [-m make] [-s percent] srctop directory
#	    [row ...]
#
# -a	also the cases that take long
# -s	how much of the long runs to do
#
# Each row has an object tree of its own below the directory, where the file
# tests.sum gets three numbers: cases passed, failed and skipped.  A row that does
# not build has failed one.

import argparse
import multiprocessing.pool
import os
import re
import shutil
import subprocess
import sys

import covering

LIBRARY = "lib/libjemalloc"
TESTS = "tests/lib/libc/stdlib/malloc"
# Not the unit tests, which set options themselves, nor what is built on libc.
DIRECTORIES = ("api", "misuse", "stress")
PROGRAMS = "${ATF_TESTS_SH} ${PROGS}"

# Not to be inherited from the make that runs this: a row says it all.
MAKE_VARIABLES = re.compile(r"MAKE|\.MAKE|SRCTOP|OBJROOT|MK_|TREE_|MALLOC_")


class Broken(Exception):
    """The row cannot be tried."""


class Runner:
    def __init__(self, args, factors):
        self.args = args
        self.factors = factors
        self.env = {k: v for k, v in os.environ.items()
                    if not MAKE_VARIABLES.match(k)}
        self.env["MAKESYSPATH"] = os.path.join(args.srctop, "share/mk")
        self.programs = {
            directory: self.make(["-V", PROGRAMS], TESTS, directory).split()
            for directory in DIRECTORIES}

    def make(self, words, *directory):
        done = subprocess.run(
            [self.args.make, "-s", *words], env=self.env,
            cwd=os.path.join(self.args.srctop, *directory),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            raise Broken("does not build\n" + text)
        return text

    def build(self, row, objroot):
        levels = ["OBJROOT=" + objroot, "CC=" + row.levels["CC"],
                  *row.knobs(self.factors)]
        self.make(levels + ["libjemalloc.a"], LIBRARY)
        for directory, programs in self.programs.items():
            self.make(levels + programs, TESTS, directory)

    def run(self, row, objroot, directory):
        """The three numbers, and what is to be shown."""
        work = os.path.join(objroot, "work")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        long = ["-a"] if self.args.all else []
        done = subprocess.run(
            ["sh", os.path.join(self.args.srctop, TESTS, "conf/h_cases.sh"),
             *long, "-s", str(self.args.scale),
             os.path.join(objroot, TESTS, directory)],
            env={"PATH": self.env["PATH"], "HOME": work,
                 "MALLOC_CONF": row.conf},
            cwd=work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode(errors="replace").splitlines()
        numbers = text[-1].split() if text else []
        if len(numbers) != 3:
            raise Broken("\n".join([directory + ": no result"] + text))
        return [int(n) for n in numbers], text[:-1]

    def try_row(self, row):
        """The row, its three numbers, and what is to be shown."""
        objroot = os.path.join(self.args.directory, row.name)
        total, shown = [0, 0, 0], []
        try:
            self.build(row, objroot)
            for directory in DIRECTORIES:
                numbers, text = self.run(row, objroot, directory)
                total = [a + b for a, b in zip(total, numbers)]
                shown += text
        except Broken as why:
            total[1] += 1
            shown += str(why).splitlines()
        return row, total, shown


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("-a", dest="all", action="store_true")
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    parser.add_argument("-m", dest="make", default="bmake")
    parser.add_argument("-s", dest="scale", type=int, default=2)
    parser.add_argument("srctop")
    parser.add_argument("directory")
    parser.add_argument("row", nargs="*")
    return parser.parse_args()


def chosen(args, factors):
    """The rows that are wanted, of a table in which nothing is wrong."""
    rows = covering.read_rows(os.path.join(args.srctop, "tests/pairwise/rows"),
                              factors)
    wrong = list(covering.check(factors, rows))
    if wrong:
        sys.exit("tests/pairwise/rows:\n" + "\n".join(wrong))
    unknown = set(args.row) - {row.name for row in rows}
    if unknown:
        sys.exit("no such row: " + " ".join(sorted(unknown)))
    return [row for row in rows if not args.row or row.name in args.row]


def main():
    args = arguments()
    factors = covering.Factors(os.path.join(args.srctop,
                                            "tests/pairwise/factors"))
    rows = chosen(args, factors)
    os.makedirs(args.directory, exist_ok=True)
    runner = Runner(args, factors)
    total = [0, 0, 0]
    with multiprocessing.pool.ThreadPool(args.jobs) as pool:
        for row, numbers, shown in pool.imap_unordered(runner.try_row, rows):
            total = [a + b for a, b in zip(total, numbers)]
            print("row {}: {} passed, {} failed, {} skipped".format(
                row.name, *numbers))
            if numbers[1] != 0:
                print(row.text(), end="")
            for line in shown:
                print(f"row {row.name}: {line}")
            sys.stdout.flush()
    with open(os.path.join(args.directory, "tests.sum"), "w",
              encoding="utf-8") as result:
        print(*total, file=result)
    sys.exit(total[1] != 0)


main()
