"""The conveyor: files in, one registry out, put in place whole or not at all."""
