#!/usr/bin/env python3
"""Prints the tables of docs/performance.md from the files that ./dev bench --benchmark_out=<file> writes.

usage: bench/tables.py <file>...
"""
import json
import sys

SCALARS = ("float", "double")
RATIOS = {  # the rows "activation/scalar/what/elements" of a table, and the columns that sigmajet is compared with
    "3": ("copy", "eigen", "peer", "fast peer"),
    "deferred 2": ("fused", "again", "copy", "eigen"),
    "deferred 3": ("fused", "again", "copy", "eigen"),
    "jvp": ("copy", "eigen"),
    "hvp": ("copy", "eigen"),
}
CANDIDATES = ("nothing", "x", "word")
SIZES = ("64", "4096", "262144", "33554432")
SIZED = ("tanh", "sigmoid", "softplus", "gaussian", "relu")


def read(paths):
    """Every row as {(activation, scalar, what, elements): counters}."""
    rows = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for row in json.load(file)["benchmarks"]:
                rows[tuple(row["name"].split("/")[:4])] = row
    return rows


def print_table(title, header, lines):
    if not lines:
        return
    print(f"\n{title}\n")
    for cells in (header, ["---"] * len(header), *lines):
        print("| " + " | ".join(cells) + " |")


def activations(rows, what, elements="4096"):
    return dict.fromkeys(key[0] for key in rows if key[2:] == (what, elements))


def time(row, column="sigmajet"):
    return f"{row[column]:.2f}" if column in row else "none"


def time_and_ratios(row, columns):
    return [time(row)] + [f"{row['sigmajet'] / row[column]:.2f}" for column in columns]


def print_ratios(rows, what, columns):
    header = [what] + [f"{scalar}, ns" if i == 0 else f"/{columns[i - 1]}"
                       for scalar in SCALARS for i in range(len(columns) + 1)]
    lines = [[name] + [cell for scalar in SCALARS
                       for cell in time_and_ratios(rows[name, scalar, what, "4096"], columns)]
             for name in activations(rows, what)]
    print_table(what, header, lines)


def print_candidates(rows):
    header = ["ns"] + [f"{scalar}: {kept}" for scalar in SCALARS for kept in CANDIDATES]
    header += [f"{scalar}: the word" for scalar in SCALARS]
    lines = []
    for name in activations(rows, "context"):
        both = [rows[name, scalar, "context", "4096"] for scalar in SCALARS]
        errors = [row.get("label", "").removeprefix("word: ") for row in both]
        lines.append([name] + [time(row, kept) for row in both for kept in CANDIDATES] + errors)
    print_table("context", header, lines)


def print_sizes(rows):
    header = ["three outputs"] + [cell for size in SIZES for cell in (f"{size}, ns", "/copy", "/eigen")]
    lines = [[f"{name} {scalar}"] + [cell for size in SIZES
                                     for cell in time_and_ratios(rows[name, scalar, "3", size], ("copy", "eigen"))]
             for scalar in SCALARS for name in SIZED if all((name, scalar, "3", size) in rows for size in SIZES)]
    print_table("sizes", header, lines)


def print_softmax(rows):
    """Rows "function/scalar/order/rows x columns"."""
    shapes = dict.fromkeys((key[2], key[3]) for key in rows if key[2] in ("row-major", "column-major"))
    header = ["softmax and logSoftmax"] + [cell for scalar in SCALARS for cell in (f"{scalar}, ns", "/copy", "/eigen", "/peer")]
    lines = []
    for order, shape in shapes:
        for name in ("softmax", "log_softmax"):
            both = [rows[name, scalar, order, shape] for scalar in SCALARS]
            cells = [cell for row in both for cell in time_and_ratios(
                row, ("copy", "eigen", "peer") if "peer" in row else ("copy", "eigen"))
                + ([] if "peer" in row else [""])]
            lines.append([f"{name}, {order}, {shape.replace('x', ' × ')}"] + cells)
    print_table("softmax", header, lines)


def main():
    rows = read(sys.argv[1:])
    for what, columns in RATIOS.items():
        print_ratios(rows, what, columns)
    print_candidates(rows)
    print_sizes(rows)
    print_softmax(rows)


if __name__ == "__main__":
    main()
