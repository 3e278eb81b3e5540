"""From the conveyor's tables to the rows of the registry: numbers sealed, names cut into words, everything by COPY."""
