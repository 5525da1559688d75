# SPDX-License-Identifier: BSD-2-Clause
#
# What is made of the samples of a run: medians and means, a text, a plot.
#
# A run is what the JSON file holds:
#	allocators	[{"name", "path", "version"}], this tree's first
#	groups		{name: share}
#	rows		[{"name", "group", "time", "memory" (the weights),
#			"unit", "samples": {allocator: [{"time", "cpu",
#			"memory", "faults" ...}]}, "failed": {allocator: why}}]
#	machine set rounds date skipped	to be printed

import math
import statistics
from xml.sax.saxutils import escape

REFERENCES = ("jemalloc", "glibc")
TIE = 0.03		# less is no difference


def names(run):
    return [a["name"] for a in run["allocators"]]


def reference(run):
    """All ratios are to this allocator."""
    for name in REFERENCES:
        if name in names(run):
            return name
    return names(run)[0]


def values(row, allocator, key):
    return [s[key] for s in row["samples"].get(allocator, ()) if key in s]


def median(row, allocator, key):
    """None where the allocator has no such figure, or failed."""
    if allocator in row.get("failed", {}):
        return None
    found = values(row, allocator, key)
    return statistics.median(found) if found else None


def spread(row, allocator, key):
    found = values(row, allocator, key)
    middle = statistics.median(found) if found else 0
    return (max(found) - min(found)) / middle if middle else 0


def ratio(row, allocator, base, key):
    ours, theirs = median(row, allocator, key), median(row, base, key)
    if ours is None or not theirs:
        return None
    return ours / theirs


def best_peer(run, row, key):
    """(median, name) of the best of all but this tree's allocator."""
    peers = [(median(row, n, key), n) for n in names(run)[1:]]
    peers = [p for p in peers if p[0] is not None]
    return min(peers) if peers else (None, None)


def counted(run, group, weight, key):
    """The rows that make a mean: those that all allocators have."""
    return [r for r in run["rows"]
            if r["group"] == group and r[weight] > 0
            and all(median(r, n, key) for n in names(run))]


def group_mean(run, allocator, group, weight, key):
    """The weighted geometric mean of the ratios to the reference."""
    base = reference(run)
    rows = counted(run, group, weight, key)
    total = sum(r[weight] for r in rows)
    if not total:
        return None
    return math.exp(sum(r[weight] * math.log(ratio(r, allocator, base, key))
                        for r in rows) / total)


def mean(run, allocator, weight, key):
    """That of the groups' means, by their shares."""
    parts = [(share, group_mean(run, allocator, g, weight, key))
             for g, share in run["groups"].items()]
    parts = [p for p in parts if p[1] is not None]
    total = sum(share for share, _ in parts)
    if not total:
        return None
    return math.exp(sum(s * math.log(m) for s, m in parts) / total)


def means(run):
    """{allocator: {"time single": ..., "time": ..., "memory": ...}}"""
    out = {}
    for name in names(run):
        out[name] = {"cpu": mean(run, name, "time", "cpu")}
        for what in "time", "memory":
            out[name][what] = mean(run, name, what, what)
            for group in run["groups"]:
                out[name]["%s %s" % (what, group)] = group_mean(
                    run, name, group, what, what)
    return out


def cell(value, form=None):
    if value is None:
        return "-"
    return (form or ("%.2f" if value >= 0.1 else "%.3f")) % value


UNITS = {"ns": ((1e3, "ns"), (1e6, "us"), (1e9, "ms"), (None, "s")),
         "kB": ((1e3, "kB"), (2**20, "MB"), (None, "GB"))}


def number(value, unit):
    """Three digits and the unit that fits."""
    if value is None:
        return "-"
    factor = 1
    for limit, name in UNITS[unit]:
        if limit is None or value < limit:
            return "%.4g %s" % (float("%.3g" % (value / factor)), name)
        factor = limit if unit == "ns" else max(factor, 1) * 1024


def head(run):
    yield "bmake bench, %s set, medians of %d rounds in turn, %s" % (
        run["set"], run["rounds"], run["date"])
    yield run["machine"]
    yield ""
    for a in run["allocators"]:
        yield "  %-10s %s" % (a["name"], " ".join(
            filter(None, (a["path"], a["version"]))))
    for line in run["skipped"]:
        yield "  LEFT OUT: " + line
    yield ""


def means_table(run):
    base = reference(run)
    groups = list(run["groups"])
    yield "Geometric means by the weights of rows; %s = 1, less is better" % (
        base)
    yield "%-12s%s    CPU%s" % (
        "", "".join("%7s" % g for g in ["time", *groups]),
        "".join("%8s" % g for g in ["memory", *groups]))
    for name, m in means(run).items():
        time = [m["time"]] + [m["time " + g] for g in groups]
        memory = [m["memory"]] + [m["memory " + g] for g in groups]
        yield "%-12s%s%7s%s" % (
            name, "".join("%7s" % cell(v) for v in time), cell(m["cpu"]),
            "".join("%8s" % cell(v) for v in memory))
    yield ""


def rows_table(run, title, key, rows, unit):
    """The reference's figure, ratios to it, ours to the best peer's."""
    base = reference(run)
    ours = names(run)[0]
    if not rows:
        return
    yield "%s: %s, and ratios to it" % (title, base)
    yield "%-16s%10s%s%8s  %-9s%s" % (
        "", base, "".join("%10s" % n[:9] for n in names(run) if n != base),
        "to best", "best peer", " spread")
    for row in rows:
        at = unit or row["unit"]
        peer, peer_name = best_peer(run, row, key)
        mine = median(row, ours, key)
        yield "%-16s%10s%s%8s  %-9s%6.0f%%" % (
            row["name"], number(median(row, base, key), at),
            "".join("%10s" % cell(ratio(row, n, base, key))
                    for n in names(run) if n != base),
            cell(mine / peer if peer and mine is not None else None),
            (peer_name or "-")[:9], 100 * max(spread(row, n, key)
                                         for n in (ours, base)))
    yield ""


def plain_table(run, title, key, rows):
    if not rows:
        return
    yield title
    yield "%-16s%s" % ("", "".join("%10s" % n[:9] for n in names(run)))
    for row in rows:
        yield "%-16s%s" % (row["name"], "".join(
            "%10s" % cell(median(row, n, key), "%.0f") for n in names(run)))
    yield ""


def with_figure(run, key):
    return [r for r in run["rows"]
            if any(values(r, n, key) for n in names(run))]


def behind(run):
    """Where a peer is better than this tree's allocator, the worst first."""
    ours = names(run)[0]
    found = []
    for key in "time", "memory":
        for row in run["rows"]:
            peer, name = best_peer(run, row, key)
            mine = median(row, ours, key)
            if row[key] > 0 and peer and mine and mine / peer > 1 + TIE:
                found.append((mine / peer, key, row["name"], name))
    yield "Rows where a peer is ahead of %s by more than %.0f %%:" % (
        ours, 100 * TIE)
    for times, key, row, name in sorted(found, reverse=True):
        yield "  %-7s%-16s%6.2f  %s" % (key, row, times, name)
    if not found:
        yield "  none"
    yield ""


def failures(run):
    for row in run["rows"]:
        for name, why in row.get("failed", {}).items():
            yield "FAILED: %s on %s: %s (row in no mean)" % (
                row["name"], name, why)


def text(run):
    timed = [r for r in run["rows"] if r["time"] > 0]
    sized = [r for r in run["rows"] if r["memory"] > 0]
    faulty = [r for r in run["rows"]
              if max((median(r, n, "faults") or 0
                      for n in names(run)), default=0) >= 2000]
    lines = [*head(run), *means_table(run),
             *rows_table(run, "Time", "time", timed, None),
             *rows_table(run, "CPU time", "cpu", timed, None),
             *rows_table(run, "Memory", "memory", sized, "kB"),
             *plain_table(run, "Page faults, where there are thousands",
                          "faults", faulty),
             *plain_table(run, "Page faults of a start over those with an "
                          "empty library", "start_faults",
                          with_figure(run, "start_faults")),
             *plain_table(run, "Threads whose objects share a cache line",
                          "shared", with_figure(run, "shared")),
             *plain_table(run, "Instructions of an allocation and its free",
                          "instructions", with_figure(run, "instructions")),
             *behind(run), *failures(run)]
    return "\n".join(lines).rstrip() + "\n"


# The plot: one panel for all rows and one for each group.

PANEL = 400, 330		# width and height
INSET = 62, 40, 18, 52		# left, top, right, bottom


def ticks(low, high):
    """Round values, some four to seven of them."""
    step = 10 ** math.floor(math.log10(high - low))
    for factor in 0.1, 0.2, 0.5, 1, 2:
        if (high - low) / (step * factor) <= 7:
            step *= factor
            break
    first = math.ceil(low / step)
    return [round(i * step, 6) for i in range(first, int(high / step) + 1)]


def limits(found):
    low, high = min([*found, 0.9]), max([*found, 1.1])
    margin = (high - low) * 0.12
    return low - margin, high + margin


def place_labels(points):
    """Labels to the right of their points, moved until none overlap."""
    placed = []
    for x, y, name in sorted(points, key=lambda p: p[1]):
        width = 7 * len(name) + 6
        left = x + 9
        if left + width > PANEL[0] - 4:
            left = x - 9 - width
        at = y + 4
        while any(abs(at - b) < 14 and left < a + w and a < left + width
                  for a, b, w in placed):
            at += 3
        placed.append((left, at, width))
        yield left, at, name


def panel(title, points, ours):
    """SVG of one scatter plot; points are (time, memory, name)."""
    left, top, right, bottom = INSET
    x0, x1 = limits([p[0] for p in points])
    y0, y1 = limits([p[1] for p in points])
    width, height = PANEL[0] - left - right, PANEL[1] - top - bottom

    def at_x(v):
        return left + (v - x0) / (x1 - x0) * width

    def at_y(v):
        return top + (y1 - v) / (y1 - y0) * height

    yield '<rect x="%d" y="%d" width="%d" height="%d" class="frame"/>' % (
        left, top, width, height)
    yield '<text x="%d" y="%d" class="title">%s</text>' % (
        left, top - 14, escape(title))
    for v in ticks(x0, x1):
        yield '<path d="M%.1f %dv%d" class="%s"/>' % (
            at_x(v), top, height, "one" if v == 1 else "grid")
        yield '<text x="%.1f" y="%d" text-anchor="middle">%g</text>' % (
            at_x(v), top + height + 16, v)
    for v in ticks(y0, y1):
        yield '<path d="M%d %.1fh%d" class="%s"/>' % (
            left, at_y(v), width, "one" if v == 1 else "grid")
        yield '<text x="%d" y="%.1f" text-anchor="end">%g</text>' % (
            left - 6, at_y(v) + 4, v)
    yield '<text x="%.1f" y="%d" text-anchor="middle">time, ratio</text>' % (
        left + width / 2, top + height + 36)
    yield ('<text transform="translate(16 %.1f) rotate(-90)" '
           'text-anchor="middle">memory, ratio</text>' % (top + height / 2))
    spots = [(at_x(t), at_y(m), name) for t, m, name in points]
    for x, y, name in spots:
        yield '<circle cx="%.1f" cy="%.1f" r="5" class="%s"/>' % (
            x, y, "ours" if name == ours else "peer")
    for x, y, name in place_labels(spots):
        yield '<text x="%.1f" y="%.1f" class="%s">%s</text>' % (
            x, y, "ours" if name == ours else "peer", escape(name))


STYLE = """
text { font: 12px sans-serif; fill: #333; paint-order: stroke;
    stroke: #fff; stroke-width: 3px }
.title { font-weight: bold; font-size: 13px }
.frame { fill: #fff; stroke: #999 }
.grid { stroke: #e4e4e4 }
.one { stroke: #999; stroke-dasharray: 4 3 }
circle.peer { fill: #5b7fa6 }
circle.ours, text.ours { fill: #c0392b; font-weight: bold }
"""


def svg(run):
    """Time against memory, an allocator a point; down left is best."""
    base = reference(run)
    found = means(run)
    panels = [("all rows, by the shares of groups", "time", "memory")] + [
        (g, "time " + g, "memory " + g) for g in run["groups"]]
    drawn = []
    for title, time, memory in panels:
        points = [(m[time], m[memory], n) for n, m in found.items()
                  if m[time] is not None and m[memory] is not None]
        if points:
            drawn.append(list(panel(title, points, names(run)[0])))
    rows = (len(drawn) + 1) // 2
    width, height = 2 * PANEL[0], 40 + rows * PANEL[1]
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" '
             'height="%d" viewBox="0 0 %d %d">' % (width, height, width,
                                                   height),
             "<style>%s</style>" % STYLE,
             '<rect width="100%" height="100%" fill="#fafafa"/>',
             '<text x="20" y="26" class="title">Time against memory, '
             '%s = 1, down left is best; %s set, %s</text>' % (
                 escape(base), run["set"], run["date"][:10])]
    for i, shapes in enumerate(drawn):
        lines.append('<g transform="translate(%d %d)">' % (
            i % 2 * PANEL[0], 40 + i // 2 * PANEL[1]))
        lines += [*shapes, "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"
