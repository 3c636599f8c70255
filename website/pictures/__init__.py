"""Pictures of the data, drawn as SVG from its views before the site is built."""
