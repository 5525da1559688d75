#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
#
# Plants the faults of the tables "faults*" in the allocator, one at a time, and
# runs the test case that must catch each.
#
#	plant.py [-j jobs] [-m make] [-c cc] srctop directory [fault ...]
#
# Each job has a copy of the source tree below the directory, with an object
# tree beside it: what a fault does not concern is not compiled again.  A case
# that fails, crashes or does not end in time has caught the fault.  Each case
# first runs without a fault and must pass: a broken test catches nothing.

import argparse
import collections
import glob
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

ALLOCATOR = "lib/libc/stdlib/malloc"
TESTS = "tests/lib/libc/stdlib/malloc"
COPIED = ("Makefile", "sys.mk", "share", "include", "lib", "tests")
CASE_SECONDS = 60

# Not to be inherited from the make that runs this.
MAKE_VARIABLES = re.compile(r"MAKE|\.MAKE|SRCTOP|OBJROOT|MK_")


class Fault:
    def __init__(self, name, place):
        self.name = name
        self.place = place
        self.file = self.case = None
        self.knobs = ""
        self.tries = 1
        self.old = []
        self.new = []


class Broken(Exception):
    """The fault, or the tree without it, cannot be tried."""


def read_table(path):
    """A fault is some lines of KEY<tab>VALUE, then -old and +new text."""
    faults = []
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            place = f"{path}:{number}"
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            key, _, value = line.partition("\t")
            if key == "fault":
                faults.append(Fault(value, place))
            elif line[0] == "-":
                faults[-1].old.append(line[1:])
            elif line[0] == "+":
                faults[-1].new.append(line[1:])
            elif key in ("file", "case", "knobs"):
                setattr(faults[-1], key, value)
            elif key == "tries":
                faults[-1].tries = int(value)
            else:
                sys.exit(f"{place}: {line}: what is that?")
    return faults


def read_tables(paths):
    faults = [f for path in sorted(paths) for f in read_table(path)]
    names = collections.Counter(f.name for f in faults)
    for f in faults:
        if not (f.file and f.case and f.old):
            sys.exit(f"{f.place}: {f.name}: not whole")
        if names[f.name] != 1:
            sys.exit(f"{f.place}: {f.name}: not the only one")
    return faults


def planted(text, fault):
    """The text of the file with the fault in it."""
    old, new = "\n".join(fault.old), "\n".join(fault.new)
    found = text.count(old)
    if found != 1:
        raise Broken(f"{fault.file} has its text {found} times, not once")
    return text.replace(old, new)


def copy_tree(srctop, to, objroot):
    """What changed since the last time gets a new date, nothing else."""
    fresh = to + ".new"
    shutil.rmtree(fresh, ignore_errors=True)
    os.makedirs(fresh)
    skip = os.path.abspath(objroot)

    def ignore(directory, names):
        return [n for n in names if os.path.join(directory, n) == skip]

    for name in COPIED:
        source = os.path.join(srctop, name)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(fresh, name), ignore=ignore)
        else:
            shutil.copy2(source, fresh)
    for directory, _, files in os.walk(fresh):
        for name in files:
            path = os.path.join(directory, name)
            before = os.path.join(to, os.path.relpath(path, fresh))
            try:
                with open(path, "rb") as a, open(before, "rb") as b:
                    same = a.read() == b.read()
            except OSError:
                same = False
            if same:
                shutil.copystat(before, path)
            else:
                os.utime(path)
    shutil.rmtree(to, ignore_errors=True)
    os.rename(fresh, to)


class Job:
    """A copy of the tree, in which one fault at a time is tried."""

    def __init__(self, args, number):
        self.args = args
        self.root = os.path.join(args.directory, str(number))
        self.src = os.path.join(self.root, "src")
        self.marker = os.path.join(self.root, "planted")
        if os.path.exists(self.marker):
            # The run before was stopped, and nobody knows what is sound.
            shutil.rmtree(self.root)
        copy_tree(args.srctop, self.src, args.directory)
        self.env = {k: v for k, v in os.environ.items()
                    if not MAKE_VARIABLES.match(k)}
        self.env["MAKESYSPATH"] = os.path.join(self.src, "share/mk")
        self.env["HOME"] = self.root
        self.passed = {}
        self.programs = {}

    def objroot(self, knobs):
        return os.path.join(self.root,
                            re.sub(r"\W+", "-", knobs or "default"))

    def make(self, directory, knobs, *targets):
        """-w: a fault may leave something unused."""
        command = [self.args.make, "-s", "CC=" + self.args.cc, "COPTS=-w",
                   "OBJROOT=" + self.objroot(knobs), *knobs.split(), *targets]
        done = subprocess.run(command, cwd=os.path.join(self.src, directory),
                              env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            errors = [x for x in text.splitlines() if "rror" in x]
            raise Broken("does not build: " + (errors or ["?"])[0])
        return text

    def targets(self, directory, name, knobs):
        """A test program and the helpers it names."""
        where = os.path.join(self.src, directory)
        sources = [os.path.join(where, name + s) for s in (".c", ".sh")]
        text = ""
        for source in filter(os.path.exists, sources):
            with open(source, encoding="utf-8") as lines:
                text += lines.read()
        programs = self.make(directory, knobs, "-V", "PROGS").split()
        return [name] + [p for p in programs
                         if p.startswith("h_") and p in text]

    def build(self, case, knobs):
        self.make("lib/libjemalloc", knobs, "libjemalloc.a")
        program = case.partition(":")[0]
        directory, name = os.path.split(os.path.join(TESTS, program))
        if (program, knobs) not in self.programs:
            self.programs[program, knobs] = self.targets(directory, name,
                                                         knobs)
        self.make(directory, knobs, *self.programs[program, knobs])

    def run(self, case, knobs, seconds):
        """None if the case passes, else what it says."""
        program, _, case = case.partition(":")
        path = os.path.join(self.objroot(knobs), TESTS, program)
        work = os.path.join(self.root, "work")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        result = os.path.join(self.root, "result")
        if os.path.exists(result):
            os.unlink(result)
        test = subprocess.Popen(
            [path, "-s", os.path.dirname(path), "-r", result, case], cwd=work,
            env={"PATH": os.environ["PATH"], "HOME": work,
                 "__RUNNING_INSIDE_ATF_RUN": "internal-yes-value"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            test.wait(seconds)
            said = None
        except subprocess.TimeoutExpired:
            said = f"not done in {seconds:.0f} s"
        try:
            os.killpg(test.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        test.wait()
        if said is None and test.returncode < 0:
            said = "died of signal %d" % -test.returncode
        if said is None:
            try:
                with open(result, encoding="utf-8",
                          errors="replace") as lines:
                    said = lines.readline().strip()
            except OSError:
                said = "no result"
            if said == "passed" and test.returncode == 0:
                said = None
        return said

    def base(self, case, knobs):
        """Seconds that the case takes without a fault, with which it passes."""
        if (case, knobs) not in self.passed:
            self.build(case, knobs)
            start = time.monotonic()
            said = self.run(case, knobs, CASE_SECONDS)
            if said is not None:
                raise Broken("without the fault: " + said)
            self.passed[case, knobs] = time.monotonic() - start
        return self.passed[case, knobs]

    def concerned(self, fault):
        """What is made from the file, in the object tree of the fault."""
        word = "/" + os.path.join(ALLOCATOR, fault.file)
        for directory in ("lib/libjemalloc", TESTS):
            top = os.path.join(self.objroot(fault.knobs), directory)
            for where, _, files in os.walk(top):
                for name in files:
                    path = os.path.join(where, name)
                    if name.endswith(".d"):
                        with open(path, encoding="utf-8") as rules:
                            if word in rules.read():
                                yield path[:-len(".d")]

    def try_fault(self, fault):
        """
        make compares dates by the second.  So what is made from the file is
        out of its way while the fault is there, and then comes back.
        """
        path = os.path.join(self.src, ALLOCATOR, fault.file)
        with open(path, encoding="utf-8") as source:
            text = source.read()
        bad = planted(text, fault)
        seconds = self.base(fault.case, fault.knobs)
        objects = list(self.concerned(fault))
        self.remove_linked(fault.knobs)
        shutil.copy2(path, path + ".sound")
        with open(self.marker, "w", encoding="utf-8"):
            pass
        for name in objects:
            os.rename(name, name + ".sound")
        try:
            with open(path, "w", encoding="utf-8") as source:
                source.write(bad)
            self.build(fault.case, fault.knobs)
            for _ in range(fault.tries):
                said = self.run(fault.case, fault.knobs,
                                min(CASE_SECONDS, 15 + 5 * seconds))
                if said is not None:
                    break
            return said
        finally:
            for name in [path] + objects:
                os.rename(name + ".sound", name)
            self.remove_linked(fault.knobs)
            os.unlink(self.marker)

    def remove_linked(self, knobs):
        """The library and all that is linked with it."""
        top = self.objroot(knobs)
        library = os.path.join(top, "lib/libjemalloc/libjemalloc.a")
        if os.path.exists(library):
            os.unlink(library)
        for where, _, files in os.walk(os.path.join(top, TESTS)):
            for name in files:
                if "." not in name and name != "Kyuafile":
                    os.unlink(os.path.join(where, name))


class Report:
    def __init__(self, total, verbose):
        self.lock = threading.Lock()
        self.total = total
        self.verbose = verbose
        self.caught = self.missed = self.done = 0
        self.bad = []

    def add(self, fault, caught, said):
        with self.lock:
            self.done += 1
            word = "caught" if caught else "MISSED"
            line = f"{word}\t{fault.name}\t{fault.case}"
            if caught:
                self.caught += 1
            else:
                self.missed += 1
                self.bad.append(line + ("\n\t" + said if said else ""))
            if said and (self.verbose or not caught):
                line += "\n\t" + said
            print(f"{self.done}/{self.total}\t{line}", flush=True)


def grouped(faults):
    """
    By knobs and test program, the largest first: what the faults of a group
    need to be built and to pass without them, one job makes once.
    """
    groups = collections.defaultdict(list)
    for fault in faults:
        groups[fault.knobs, fault.case.partition(":")[0]].append(fault)
    return [groups[key] for key in
            sorted(groups, key=lambda k: (k[0], -len(groups[k])))]


def work(args, number, groups, report):
    job = Job(args, number)
    while True:
        try:
            faults = groups.get_nowait()
        except queue.Empty:
            return
        for fault in faults:
            try:
                said = job.try_fault(fault)
                report.add(fault, said is not None, said)
            except Broken as why:
                report.add(fault, False, str(why))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    parser.add_argument("-m", dest="make", default="bmake")
    parser.add_argument("-c", dest="cc", default="cc")
    parser.add_argument("-v", dest="verbose", action="store_true")
    parser.add_argument("srctop")
    parser.add_argument("directory")
    parser.add_argument("fault", nargs="*")
    args = parser.parse_args()
    faults = read_tables(glob.glob(os.path.join(args.srctop,
                                                "tests/plant/faults*")))
    unknown = set(args.fault) - {f.name for f in faults}
    if unknown:
        sys.exit("no such fault: " + " ".join(sorted(unknown)))
    if args.fault:
        faults = [f for f in faults if f.name in args.fault]
    os.makedirs(args.directory, exist_ok=True)
    result = os.path.join(args.directory, "sum")
    waiting = queue.Queue()
    for group in grouped(faults):
        waiting.put(group)
    report = Report(len(faults), args.verbose)
    jobs = [threading.Thread(target=work, args=(args, n, waiting, report))
            for n in range(min(args.jobs, len(faults)))]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    for line in report.bad:
        print(line)
    missed = len(faults) - report.caught
    total = f"{report.caught} faults caught, {missed} missed"
    with open(result, "w", encoding="utf-8") as lines:
        print(total, file=lines)
    print(total)
    sys.exit(missed != 0)


main()
