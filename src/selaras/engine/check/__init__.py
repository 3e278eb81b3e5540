"""The check: rules over person and keluarga records give findings. `run.check` does it, `rules.RULES` lists them all."""
