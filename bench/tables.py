#!/usr/bin/env python3
"""Prints the tables of docs/performance.md from the files that the benchmarks write with --benchmark_out=<file>.

With --update the tables take the places between their marks in a file, with --plots the data of the pictures in
docs/plots go into another. A table or picture whose rows are not all there is left out.
"""
import argparse
import json

SCALARS = ("float", "double")
SIZES = ("64", "4096", "262144", "33554432")
SIZED = ("tanh", "sigmoid", "softplus", "gaussian", "relu")
IN_CACHE, OUT_OF_CACHE = SIZES[1], SIZES[3]
RATIOS = {  # the rows "activation/scalar/what/4096" of a table, and the columns that sigmajet is compared with
    "3": ("copy", "eigen", "peer", "fast peer"),
    "deferred 2": ("fused", "again", "copy", "eigen"),
    "deferred 3": ("fused", "again", "copy", "eigen"),
    "vjp": ("copy", "eigen", "onednn"),
    "hvp": ("copy", "eigen"),
}
PEERS = {"SLEEF": "peer: sleef", "xsimd": "peer: xsimd", "Highway": "peer: highway", "libmvec": "peer: libmvec",
         "oneDNN": "onednn", "libtorch": "torch", "autograd": "autograd"}
COMPARED = ("tanh", "sigmoid", "softplus", "elu", "gaussian", "relu")
OUTPUTS = {"1": "σ", "2": "σ, σ′", "3": "σ, σ′, σ″"}


def read(paths):
    """Every row as {(activation, scalar, what, elements): counters}, and the sizes of the data caches."""
    rows, caches = {}, []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            measured = json.load(file)
        caches = [cache["size"] for cache in measured["context"]["caches"] if cache["type"] != "Instruction"]
        for row in measured["benchmarks"]:
            columns = {column: value for column, value in row.items() if isinstance(value, float)}
            key = tuple(row["name"].split("/iterations:")[0].split("/"))
            known = rows.setdefault(key, {**columns, "label": row.get("label", "")})
            # Another program's times keep their ratio to its own time of sigmajet.
            scale = known["sigmajet"] / columns["sigmajet"]
            for column, value in columns.items():
                known.setdefault(column, value * scale)
    return rows, caches


def activations(rows, what, elements=IN_CACHE):
    return [key[0] for key in rows if key[1] == "float" and key[2:] == (what, elements)]


def time(row, column="sigmajet"):
    return f"{row[column]:.2f}" if column in row else ""


def ratios(row, columns):
    return [f"{row['sigmajet'] / row[column]:.2f}" if column in row else "" for column in columns]


def both(rows, key, columns):
    """The cells of a line: the time in float and its ratios, then those in double."""
    return [cell for scalar in SCALARS if (row := rows.get((key[0], scalar, *key[1:])))
            for cell in [time(row)] + ratios(row, columns)]


def header_of_both(columns):
    return [""] + [cell for scalar in SCALARS for cell in [f"{scalar}, ns"] + [f"/{column}" for column in columns]]


def ratio_table(rows, what, columns):
    return header_of_both(columns), [[name] + both(rows, (name, what, IN_CACHE), columns)
                                     for name in activations(rows, what)]


def least(rows, scalar, what, elements, column):
    return min((row[column] for key, row in rows.items() if key[1:] == (scalar, what, elements)), default=None)


def copies(rows):
    stores = ("normal", "non-temporal")
    header = [""] + [f"{size}: {store}" for size in SIZES for store in stores]
    lines = []
    for scalar in SCALARS:
        for what, writes in (("1", "1 write"), ("2", "2 writes"), ("3", "3 writes")):
            times = [least(rows, scalar, what, size, f"copy: {store}") for size in SIZES for store in stores]
            if None in times:
                return header, []
            lines.append([f"{scalar}, 1 read, {writes}"] + [f"{value:.3f}" for value in times])
    return header, lines


def peers(rows):
    header = ["", "elements", "ns"] + [f"/{name}" for name in PEERS]
    lines = [[f"{name} {scalar}: {outputs}", size, time(row)] + ratios(row, PEERS.values())
             for size, choice in ((IN_CACHE, OUTPUTS), (OUT_OF_CACHE, {"3": OUTPUTS["3"]}))
             for name in COMPARED for scalar in SCALARS for what, outputs in choice.items()
             if (row := rows.get((name, scalar, what, size)))]
    return header, lines


def training(rows):
    """Forward and vjp with a context that keeps σ′, and vjp alone."""
    columns = ("kept 0", "eigen", "multiplication")
    keys = [(name, what, size) for what in ("training step", "backward pass") for size in (IN_CACHE, "262144")
            for name in activations(rows, what, size)]
    return header_of_both(columns), [[f"{name}, {what}, {size}"] + both(rows, (name, what, size), columns)
                                     for name, what, size in keys]


def sizes(rows):
    columns = ("copy", "eigen")
    header = [""] + [cell for size in SIZES for cell in [f"{size}, ns"] + [f"/{column}" for column in columns]]
    lines = [[f"{name} {scalar}"] + [cell for size in SIZES for row in [rows[name, scalar, "3", size]]
                                     for cell in [time(row)] + ratios(row, columns)]
             for scalar in SCALARS for name in SIZED if all((name, scalar, "3", size) in rows for size in SIZES)]
    return header, lines


def softmax(rows):
    """Rows "function/scalar/order/rows x columns"."""
    columns = ("copy", "eigen", "peer")
    shapes = dict.fromkeys(key[2:] for key in rows if key[2].endswith("-major"))
    lines = [[f"{name}, {order}, {shape.replace('x', ' × ')}"] + both(rows, (name, order, shape), columns)
             for order, shape in shapes for name in ("softmax", "log_softmax")]
    return header_of_both(columns), lines


def expressions(rows):
    """Rows "tanh of expression/scalar/4096"."""
    columns = ("plain", "assign", "eigen")
    names = [key[0] for key in rows if key[0].startswith("tanh of") and key[1] == "float"]
    return header_of_both(columns), [[name.replace("tanh of ", "")] + both(rows, (name, IN_CACHE), columns)
                                     for name in names]


def short(rows):
    columns = ("fixed", "bare loop: standard library", "bare loop: libmvec")
    header, lines = header_of_both(columns), []
    for name in activations(rows, "short", "8"):
        cells = [f"{8 * row[column]:.1f}" if column in row else "" for scalar in SCALARS
                 for row in [rows[name, scalar, "short", "8"]] for column in ("sigmajet", *columns)]
        lines.append([name] + cells)
    return [cell.replace("/", "") for cell in header], lines


TABLES = {
    "copies": copies,
    **{what: lambda rows, what=what, columns=columns: ratio_table(rows, what, columns)
       for what, columns in RATIOS.items()},
    "sizes": sizes, "peers": peers, "training": training, "softmax": softmax, "expressions": expressions,
    "short": short,
}


def markdown(header, lines):
    used = [i for i in range(len(header)) if i == 0 or any(i < len(line) and line[i] for line in lines)]
    lines = (header, ["---"] * len(header), *(line + [""] * (len(header) - len(line)) for line in lines))
    return "".join("| " + " | ".join(line[i] for i in used) + " |\n" for line in lines)


def update(path, tables):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, table in tables.items():
        mark = f"<!-- table: {name} -->\n"
        if mark not in text:
            raise SystemExit(f"{path} has no mark {mark.strip()}")
        before, rest = text.split(mark)
        text = before + mark + "\n" + table + "\n<!-- end -->" + rest.split("<!-- end -->", 1)[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def plot_limits(rows):
    """For each scalar and size one block "activation, time, the copy's time", by falling time in cache."""
    names = sorted(activations(rows, "3"), key=lambda name: -rows[name, "float", "3", IN_CACHE]["sigmajet"])
    blocks = []
    for scalar in SCALARS:
        for size in SIZES:
            block = [rows.get((name, scalar, "3", size)) for name in names]
            if not block or None in block:
                return ""
            blocks.append([f"{name} {row['sigmajet']} {row['copy']}" for name, row in zip(names, block)])
    return ("$limits << end\n" + "\n\n\n".join("\n".join(block) for block in blocks) + "\nend\n"
            f"activations = '{' '.join(names)}'\nsizes = '{' '.join(SIZES)}'\n")


def plot_sizes(rows, caches):
    """For each scalar one block "elements, the times of SIZED, the copies"."""
    blocks = []
    elements = sorted({key[3] for key in rows if key[0] == "tanh" and key[2] == "3"}, key=int)
    for scalar in SCALARS:
        block = []
        for size in elements:
            group = [rows.get((name, scalar, "3", size)) for name in SIZED]
            if None in group:
                return ""
            limits = [least(rows, scalar, "3", size, f"copy: {store}") for store in ("normal", "non-temporal")]
            block.append(" ".join(map(str, [size] + [row["sigmajet"] for row in group] + limits)))
        blocks.append(block)
    return ("$sizes << end\n" + "\n\n\n".join("\n".join(block) for block in blocks) + "\nend\n"
            f"names = '{' '.join(SIZED)}'\ncaches = '{' '.join(map(str, caches))}'\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", help="what --benchmark_out wrote")
    parser.add_argument("--update", metavar="FILE", help="put the tables there")
    parser.add_argument("--plots", metavar="FILE", help="write the data of the pictures there")
    arguments = parser.parse_args()
    rows, caches = read(arguments.files)
    tables = {name: markdown(header, lines) for name, make in TABLES.items() for header, lines in [make(rows)] if lines}
    if arguments.update:
        update(arguments.update, tables)
    else:
        for name, table in tables.items():
            print(f"{name}\n\n{table}")
    if arguments.plots:
        with open(arguments.plots, "w", encoding="utf-8") as file:
            file.write(plot_limits(rows) + plot_sizes(rows, caches))


if __name__ == "__main__":
    main()
