"""The first steps as a marimo notebook."""

import marimo

app = marimo.App()


@app.cell
def _():
    import iraqmilitias as im

    return (im,)


@app.cell
def _(im):
    trace = im.trace("fig-0019")
    trace
    return (trace,)


@app.cell
def _(im):
    hits = im.find("who attacked the hangar")
    hits
    return (hits,)


@app.cell
def _(im):
    attacks = im.load("attacks")
    attacks
    return (attacks,)
