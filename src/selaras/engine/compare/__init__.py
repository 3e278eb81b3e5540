"""Where lists disagree about one person or one keluarga: typed, counted by place and by pair of lists."""
