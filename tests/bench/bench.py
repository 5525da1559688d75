#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
#
# Runs the rows of the table "rows" on this tree's allocator and on those of
# the host, in turn, one process at a time.
#
#	bench.py run [--set quick|full] [--peers "PATH NAME=PATH ..."]
#	    [--rounds N] [--rows "PATTERN ..."] [--tiny] USR OBJDIR OUTDIR
#	bench.py render FILE.json	the text, and FILE.svg beside it
#
# OBJDIR has h_bench, h_measure and h_empty.so; what is found goes to OUTDIR
# as SET.txt, SET.json and SET.svg.  --tiny lowers all parameters, and leaves
# out programs: it is for tests, its figures mean nothing.

import argparse
import fnmatch
import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time

import report

ROUNDS = {"quick": 3, "full": 7}
QUICK_SECONDS = 600	# no round of a quick run begins that would pass this
RUN_SECONDS = 600	# a single process may take so long
STARTS = 200
PAIRS = 20000, 120000	# operations of the two runs that callgrind counts

# Debian's allocators: library, package.  The first is this tree's.
PEERS = (("glibc", None, "libc6"),
         ("jemalloc", "libjemalloc.so.2", "libjemalloc2"),
         ("mimalloc", "libmimalloc.so.2", "libmimalloc2.0"),
         ("tcmalloc", "libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"),
         ("tbb", "libtbbmalloc_proxy.so.2", "libtbbmalloc2"))

# Where a program's name is not its package's.
PACKAGES = {"/usr/bin/python3": "python3", "gs": "ghostscript",
            "@cc1": "gcc", "redis-cli": "redis-tools",
            "redis-benchmark": "redis-tools"}

# Inputs that programs.sh makes, and what these are made of.
INPUTS = {"large.c": (), "large.i": ("large.c",), "huge.c": (),
          "huge.i": ("huge.c",), "table.xml": (), "wide.xml": (),
          "small.sql": (), "repo": ()}


HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "lib/libjemalloc")


class Failed(Exception):
    """A run that gave no figures; the text says why."""


class Row:
    def __init__(self, fields):
        (self.name, self.group, self.time, self.memory, self.of,
         self.set) = fields[:6]
        self.time, self.memory = float(self.time), float(self.memory)
        self.kind, self.words = fields[6], fields[7:]
        self.samples, self.failed = {}, {}
        self.output = None	# what a program must print on all

    def as_dict(self):
        return {"name": self.name, "group": self.group, "time": self.time,
                "memory": self.memory, "of": self.of,
                "unit": "ns", "command": [self.kind, *self.words],
                "samples": self.samples, "failed": self.failed}


def read_rows(path, which):
    """(rows of a set, shares of the groups)"""
    rows, groups = [], {}
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            words = shlex.split(line, comments=True)
            if words[:1] == ["group"] and len(words) == 3:
                groups[words[1]] = float(words[2])
            elif len(words) >= 8 and words[5] in ("quick", "full", "both"):
                if words[5] in (which, "both"):
                    rows.append(Row(words))
            elif words:
                sys.exit("bench: line %d of %s is no row" % (number, path))
    strange = {r.group for r in rows} - set(groups) - {"instr"}
    if strange:
        sys.exit("bench: groups without a share: " + " ".join(strange))
    twice = {r.name for r in rows if [q.name for q in rows].count(r.name) > 1}
    if twice:
        sys.exit("bench: twice in the table: " + " ".join(sorted(twice)))
    return rows, groups


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          check=False).stdout


def machine():
    model = re.search(r"model name\s*: (.*)",
                      open("/proc/cpuinfo", encoding="utf-8").read())
    memory = re.search(r"MemTotal:\s*(\d+)",
                       open("/proc/meminfo", encoding="utf-8").read())
    huge = "/sys/kernel/mm/transparent_hugepage/enabled"
    huge = open(huge, encoding="utf-8").read() if os.path.exists(huge) else ""
    return "%d cores, %s; %.0f GB; Linux %s; %s; huge pages %s; load %s" % (
        len(os.sched_getaffinity(0)),
        model.group(1) if model else platform.machine(),
        int(memory.group(1)) / 2**20, platform.release(),
        " ".join(platform.libc_ver()),
        (re.findall(r"\[(\w+)\]", huge) or ["?"])[0],
        "%.2f" % os.getloadavg()[0])


class Bench:
    def __init__(self, args):
        self.args = args
        self.programs = os.path.join(HERE, "programs.sh")
        self.dir = os.path.join(args.outdir, "run")
        self.h_bench = os.path.join(args.objdir, "h_bench")
        self.h_measure = os.path.join(args.objdir, "h_measure")
        self.skipped, self.missing = [], set()
        self.allocators = []
        self.words = {"@bench": HERE, "@data": DATA}
        shutil.rmtree(self.dir, ignore_errors=True)
        os.mkdir(self.dir)
        self.env = {"PATH": os.environ["PATH"], "HOME": self.dir,
                    "TMPDIR": self.dir, "LC_ALL": "C",
                    "PYTHONDONTWRITEBYTECODE": "1"}
        self.find_allocators()
        self.empty_faults = self.start_figures(os.path.join(
            args.objdir, "h_empty.so"), ["/bin/true"])["each_faults"]

    def skip(self, line, package=None):
        if package:
            self.missing.add(package)
            line += " (package %s)" % package
        self.skipped.append(line)
        print("bench: LEFT OUT: " + line, flush=True)

    # What there is to be compared.

    def add_allocator(self, name, path, version):
        if name in [a["name"] for a in self.allocators]:
            sys.exit("bench: two allocators are named %s: use NAME=PATH"
                     % name)
        if path:
            said = self.run([self.h_bench, "-m"], path).strip()
            if os.path.realpath(said) != os.path.realpath(path):
                sys.exit("bench: with %s preloaded, malloc is that of %s"
                         % (path, said))
        self.allocators.append({"name": name, "path": path or "",
                                "version": version})

    def find_allocators(self):
        own = os.path.join(self.args.usr, "lib/libjemalloc.so.1")
        if not os.path.exists(own):
            sys.exit("bench: build the tree first: no " + own)
        self.add_allocator("ours", own, "this tree")
        known = dict(re.findall(r"^\s*(\S+) \(libc6,x86-64[^)]*\) => (\S+)$",
                                output_of("/sbin/ldconfig", "-p"), re.M))
        self.libc = known.get("libc.so.6")
        for name, library, package in PEERS:
            if library and library not in known:
                self.skip("allocator " + name, package)
                continue
            version = output_of("dpkg-query", "-W", "-f", "${Version}",
                                package)
            self.add_allocator(name, known[library] if library else "",
                               "%s %s" % (package, version))
        for peer in self.args.peers.split():
            name, _, path = peer.rpartition("=")
            if not os.path.exists(path):
                sys.exit("bench: BENCH_PEERS: no file " + path)
            self.add_allocator(
                name or re.sub(r"^lib|\.so.*$", "", os.path.basename(path)),
                os.path.abspath(path), "by path")

    # One process.

    def run(self, command, preload="", extra=None, out=None):
        """What it prints on standard output; it must print no errors."""
        env = dict(self.env, **(extra or {}))
        if preload:
            env["LD_PRELOAD"] = preload
        try:
            done = subprocess.run(
                command, env=env, cwd=self.dir, stdin=subprocess.DEVNULL,
                stdout=out or subprocess.PIPE, stderr=subprocess.PIPE,
                timeout=RUN_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as e:
            raise Failed(str(e)) from e
        said = done.stderr.decode(errors="replace").strip()
        if done.returncode != 0 or said:
            raise Failed("status %d: %s" % (done.returncode, said[-300:]))
        return None if out else done.stdout.decode()

    def figures(self, words, preload=""):
        """The figures of one workload of h_bench."""
        tiny = ["-t"] if self.args.tiny else []
        line = self.run([self.h_bench, *tiny, *words], preload).split()
        found = dict(word.split("=", 1) for word in line[1:])
        return {k: v if k == "sum" else
                [int(n) for n in v.split(",")] if k == "series" else int(v)
                for k, v in found.items()}

    def start_figures(self, preload, words):
        return self.figures(["start", "program=" + words[0],
                             "preload=" + preload, "ops=%d" % STARTS])

    def measured(self, command, preload, extra=None):
        """A sample of a program, and a digest of its output."""
        cost = os.path.join(self.dir, "cost")
        printed = os.path.join(self.dir, "output")
        if os.path.exists(cost):
            os.unlink(cost)
        with open(printed, "wb") as out:
            self.run([self.h_measure, "-o", cost,
                      *(["-p", preload] if preload else []), *command],
                     extra=extra, out=out)
        with open(printed, "rb") as out:
            digest = hashlib.sha256(out.read()).hexdigest()
        return self.cost(cost), digest

    @staticmethod
    def cost(path):
        """h_measure's line; milliseconds become nanoseconds."""
        with open(path, encoding="utf-8") as line:
            elapsed, cpu, peak, faults, _ = map(int, line.read().split())
        return {"time": elapsed * 10**6, "cpu": cpu * 10**6, "memory": peak,
                "faults": faults}

    # The kinds of rows: each gives one sample.

    def do_bench(self, row, preload):
        found = self.figures(row.words, preload)
        if row.output is None:
            row.output = found["sum"]
        elif row.output != found["sum"]:
            raise Failed("another checksum than on the others")
        sample = {"time": found["ns"] / found["ops"],
                  "cpu": found["cpu_ns"] / found["ops"],
                  "memory": max(found[row.of + "_kb"], 1),
                  "peak": found["peak_kb"], "end": found["end_kb"],
                  "faults": found["faults"]}
        for key in "live_kb", "series", "shared":
            if key in found:
                sample[key] = found[key]
        return sample

    def do_start(self, row, preload):
        found = self.start_figures(preload, row.words)
        sample = self.measured(row.words, preload)[0]
        sample.update(
            time=found["ns"] / found["ops"], cpu=found["cpu_ns"] /
            found["ops"], faults=found["each_faults"],
            start_faults=found["each_faults"] - self.empty_faults)
        return sample

    def do_prog(self, row, preload):
        words = [self.substituted(w) for w in row.words]
        extra = {}
        while "=" in words[0]:
            key, _, value = words.pop(0).partition("=")
            extra[key] = value
        sample, output = self.measured(words, preload, extra)
        if row.output is None:
            row.output = output
        elif row.output != output:
            raise Failed("another output than on the others")
        return sample

    def do_redis(self, row, preload):
        cost = os.path.join(self.dir, "cost")
        if os.path.exists(cost):
            os.unlink(cost)
        # Debian's is linked with another allocator: libc's goes before it.
        self.run(["sh", self.programs, "redis", self.h_measure,
                  preload or self.libc, self.substituted(row.words[0]), cost])
        sample = self.cost(cost)
        sample["time"] = sample["cpu"]
        return sample

    def do_instructions(self, row, preload):
        """By the difference of two runs, less the loop where it is known."""
        counts = self.counted(row.words, preload)
        if row.words[0] == "pair":
            counts -= self.counted([*row.words, "kind=none"], "")
        return {"instructions": counts}

    def counted(self, words, preload):
        totals = []
        for ops in PAIRS:
            env = dict(self.env)
            if preload:
                env["LD_PRELOAD"] = preload
            done = subprocess.run(
                ["valgrind", "--tool=callgrind",
                 "--callgrind-out-file=/dev/null", self.h_bench, *words,
                 "ops=%d" % ops], env=env, cwd=self.dir, check=False,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            said = done.stderr.decode(errors="replace")
            total = re.search(r"Collected : (\d+)", said)
            if done.returncode != 0 or not total:
                raise Failed("callgrind: " + said[-300:])
            totals.append(int(total.group(1)))
        return (totals[1] - totals[0]) / (PAIRS[1] - PAIRS[0])

    # What rows need.

    def substituted(self, word):
        for key, value in self.words.items():
            word = word.replace(key, value)
        return word

    def wanted(self, row):
        """Programs of a row that this machine lacks, and what to make."""
        words = [w for w in row.words if "=" not in w or row.kind == "bench"]
        if row.kind == "prog":
            if words[0] == "@cc1":
                self.words["@cc1"] = output_of(
                    "gcc", "-print-prog-name=cc1").strip() or "cc1"
            return [words[0]]
        if row.kind == "redis":
            return ["redis-cli", "redis-benchmark"] + (
                [words[0]] if words[0] != "@redis" else [])
        if row.kind == "instructions":
            return ["valgrind"]
        return []

    def make_input(self, name):
        for other in INPUTS[name]:
            self.make_input(other)
        if not os.path.exists(os.path.join(self.dir, name)):
            self.run(["sh", self.programs, "input", DATA, name])

    def build_redis(self):
        where = os.path.join(self.args.outdir, "redis")
        self.words["@redis"] = os.path.join(where, "redis-server")
        if os.path.exists(self.words["@redis"]):
            return True
        print("bench: building redis with MALLOC=libc", flush=True)
        with open(os.path.join(self.args.outdir, "redis.log"), "wb") as log:
            return subprocess.run(
                ["sh", self.programs, "build_redis", where], stdout=log,
                stderr=log, check=False).returncode == 0

    def possible(self, row):
        if self.args.tiny and row.kind not in ("bench", "start"):
            return False
        for program in self.wanted(row):
            if not shutil.which(self.words.get(program, program)):
                self.skip("row %s: no %s" % (row.name, program),
                          PACKAGES.get(program, program))
                return False
        if "@redis" in row.words and not self.build_redis():
            self.skip("row %s: redis cannot be built with MALLOC=libc here, "
                      "see redis.log (needs dpkg-dev, make, gcc and Debian's "
                      "sources)" % row.name)
            return False
        try:
            for name in INPUTS:
                if any(re.search(r"(^| )%s$" % re.escape(name), w)
                       for w in row.words):
                    self.make_input(name)
        except Failed as e:
            self.skip("row %s: its input: %s" % (row.name, e))
            return False
        return True

    # Rounds.

    def sample(self, row, allocator):
        name = allocator["name"]
        if name in row.failed:
            return "failed"
        try:
            found = getattr(self, "do_" + row.kind)(row, allocator["path"])
        except Failed as e:
            row.failed[name] = str(e)
            print("bench: FAILED: %s on %s: %s" % (row.name, name, e),
                  flush=True)
            return "failed"
        row.samples.setdefault(name, []).append(found)
        if row.kind == "instructions":
            return "%.0f" % found["instructions"]
        if row.time == 0:
            return report.number(found["memory"], "kB")
        return report.number(found["time"], "ns")

    def go_through(self, rows, first, what):
        """One round; who is first in a row is another one each time."""
        for i, row in enumerate(rows):
            n = len(self.allocators)
            found = {}
            for j in range(n):
                a = self.allocators[(first + i + j) % n]
                found[a["name"]] = self.sample(row, a)
            print("%s, %d/%d %s: %s" % (what, i + 1, len(rows), row.name,
                                        ", ".join(
                "%s %s" % (a["name"], found[a["name"]])
                for a in self.allocators)), flush=True)

    def rounds(self, rows, rounds, begun):
        """How many there were: a quick run stops in time."""
        self.go_through([r for r in rows if r.kind == "instructions"], 0,
                        "counting")
        rows = [r for r in rows if r.kind != "instructions"]
        for i in range(rounds):
            start = time.monotonic()
            self.go_through(rows, i, "round %d of %d" % (i + 1, rounds))
            now = time.monotonic()
            if (self.args.set == "quick" and i + 1 < rounds and
                    now - begun + (now - start) > QUICK_SECONDS):
                self.skip("%d of %d rounds: more would take over %d seconds"
                          % (rounds - i - 1, rounds, QUICK_SECONDS))
                return i + 1
        return rounds


def write(path, content):
    with open(path, "w", encoding="utf-8") as out:
        out.write(content)


def finish(run, where):
    base = os.path.join(where, run["set"])
    run["means"] = report.means(run)
    write(base + ".json", json.dumps(run, indent=1) + "\n")
    write(base + ".txt", report.text(run))
    write(base + ".svg", report.svg(run))
    print("\n" + report.text(run))
    print("Written: %s.txt %s.json %s.svg" % (base, base, base))


def run_all(args):
    begun = time.monotonic()
    rows, groups = read_rows(os.path.join(HERE, "rows"), args.set)
    patterns = args.rows.split() or ["*"]
    rows = [r for r in rows if any(fnmatch.fnmatchcase(r.name, p)
                                   for p in patterns)]
    if not rows:
        sys.exit("bench: no row is named " + args.rows)
    load = os.getloadavg()[0]
    if load > 0.5:
        print("bench: the load is %.2f: others are at work here, do not "
              "believe the times" % load, flush=True)
    about = machine()
    bench = Bench(args)
    rows = [r for r in rows if bench.possible(r)]
    if bench.missing:
        print("bench: for all of it, as root:\nbench:   apt-get install "
              "--no-install-recommends " + " ".join(sorted(bench.missing)),
              flush=True)
    if not args.tiny:
        # Memory that the machine has not touched for long costs more.
        bench.run([bench.h_bench, "held", "total=1536M", "size=32K",
                   "idle=0"])
    done = bench.rounds(rows, args.rounds, begun)
    run = {"format": 1, "set": args.set, "rounds": done,
           "date": time.strftime("%Y-%m-%d %H:%M:%S"), "machine": about,
           "seconds": round(time.monotonic() - begun),
           "skipped": bench.skipped, "groups": groups,
           "allocators": bench.allocators,
           "rows": [r.as_dict() for r in rows]}
    finish(run, args.outdir)
    if any("ours" in r.failed for r in rows):
        sys.exit("bench: this tree's allocator failed")


def number_of_rounds(args):
    if not args.rounds:
        return ROUNDS[args.set]
    if not args.rounds.isdigit() or int(args.rounds) < 1:
        sys.exit("bench: BENCH_ROUNDS=%s is no number from 1" % args.rounds)
    return int(args.rounds)


def render(path):
    with open(path, encoding="utf-8") as f:
        run = json.load(f)
    write(re.sub(r"\.json$", "", path) + ".svg", report.svg(run))
    sys.stdout.write(report.text(run))


def main():
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers(dest="command", required=True)
    p = sub.add_parser("run")
    p.add_argument("--set", default="quick")
    for option in "--peers", "--rounds", "--rows":
        p.add_argument(option, default="")
    p.add_argument("--tiny", action="store_true")
    for name in "usr", "objdir", "outdir":
        p.add_argument(name, type=os.path.abspath)
    sub.add_parser("render").add_argument("file")
    args = parser.parse_args()
    if args.command == "render":
        render(args.file)
        return
    if args.set not in ROUNDS:
        sys.exit("bench: BENCH=%s: quick or full" % args.set)
    args.rounds = number_of_rounds(args)
    run_all(args)


if __name__ == "__main__":
    main()
