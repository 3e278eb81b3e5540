"""selaras demo, selaras stop: a made-up kabupaten, its portal in the background, and its end."""
