"""Read the research pack with pandas and networkx, say what is in it, and draw one curve.

Run it in the unzipped folder: python load.py [FOLDER]. The cells (# %%) open as a notebook in most
editors. With matplotlib the curve becomes adoption.png, without it adoption.svg.
"""

# %% Read the tables. Codes are text, and an empty field is missing.
import sys
from html import escape
from pathlib import Path

import networkx as nx
import pandas as pd

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")


def table(name: str) -> pd.DataFrame:
    """One table of the pack."""
    texts = dict.fromkeys(("code", "date", "mode", "phase", "role", "status"), "string")
    return pd.read_csv(folder / name, dtype=texts, encoding="utf-8")


adoption, coverage, risk_set = map(table, ("adoption.csv", "coverage.csv", "risk_set.csv"))
network = nx.read_gexf(folder / "zhengtu.gexf")

# %% What is in it. An event holds, has a year, and isn't the issuing of the document itself.
events = adoption[
    adoption["holds"] & adoption["year"].notna() & (adoption["relation"] != "issuedBy")
]
units = coverage["unit"].nunique()
observed = coverage.loc[coverage["covered"] == 1, "unit"].unique()
covered = len(observed)
events = events[events["unit"].isin(observed)]  # what reports say of others isn't observed
print(f"adoption rows: {len(adoption)}, of them {len(events)} events of covered units")
print(f"units covered: {covered} of {units}")
print(f"risk set rows: {len(risk_set)}, events {risk_set['event'].sum()}", end="")
print(f", left-censored {risk_set['left_censored'].sum()}")
print(f"network: {network.number_of_nodes()} nodes, {network.number_of_edges()} edges")

# %% The policy with most adopters, and how many had it by each year
if events.empty:
    print("no event has a year, so there is no curve")
    sys.exit(0)
adopters = events.groupby("policy")["unit"].nunique()
policy = adopters[adopters == adopters.max()].index.min()
own = events[events["policy"] == policy]
label = own["policy_label"].iloc[0]
first_years = own.groupby("unit")["year"].min().astype(int)
by_year = first_years.value_counts().sort_index().cumsum()
censored = int(risk_set.loc[risk_set["policy"] == policy, "left_censored"].sum())
caption = (
    f"of {covered} covered units ({units} known); "
    f"the beginning of {censored} is unknown: there or before"
)
print(f"most adopters: {label}, {len(first_years)} units, {by_year.to_dict()}")


# %% Draw it
def draw_svg(path: Path) -> None:
    """The curve without matplotlib: a step up at each year."""
    years, counts = list(by_year.index), list(by_year)
    width, height, margin = 640, 400, 60
    right, low = width - margin, height - margin
    wide = (right - margin) / max(1, years[-1] - years[0] + 1)
    high = (low - margin) / counts[-1]
    points, before, marks = [(margin, low)], low, []
    for year, count in zip(years, counts, strict=True):
        x, y = margin + (year - years[0]) * wide, low - count * high
        points += [(x, before), (x, y)]
        marks += [f'<text x="{x:.0f}" y="{low + 20}" text-anchor="middle">{year}</text>']
        marks += [f'<text x="{x + 4:.0f}" y="{y - 6:.0f}">{count}</text>']
        before = y
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*points, (right, before)])
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{margin}" y="30">{escape(label)}: cumulative adopters</text>',
        f'<polyline points="{line}" fill="none" stroke="#a32020" stroke-width="2"/>',
        f'<path d="M{margin},{margin} V{low} H{right}" fill="none" stroke="black"/>',
        *marks,
        f'<text x="{margin}" y="{height - 12}" font-size="12">{escape(caption)}</text>',
        "</svg>",
    ]
    path.write_text("\n".join(svg), encoding="utf-8")


try:
    import matplotlib.pyplot as plt
except ImportError:
    figure = folder / "adoption.svg"
    draw_svg(figure)
else:
    figure = folder / "adoption.png"
    plt.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "SimHei", "DejaVu Sans"]
    plt.step(by_year.index, by_year, where="post", marker="o")
    plt.title(f"{label}: cumulative adopters")
    plt.xticks(list(by_year.index))
    plt.figtext(0.02, 0.01, caption, fontsize=8)
    plt.savefig(figure, dpi=150)
print(f"figure: {figure.name}")
