"""The floor of every calculator on the command line: a bare typer program that imports scipy.special and prints one figure."""

import typer
from scipy.special import ndtri

app = typer.Typer(add_completion=False)


@app.command()
def quantile(probability: float = 0.975) -> None:
    """Print a quantile of the normal distribution."""
    typer.echo(f"quantile {ndtri(probability):.6f}")


if __name__ == "__main__":
    app()
