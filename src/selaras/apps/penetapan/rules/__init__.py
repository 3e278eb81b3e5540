"""What penetapan decides without fetching anything: meetings, appeals, packages and their way to the decree."""
