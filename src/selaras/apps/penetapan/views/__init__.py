"""Pages of penetapan."""
